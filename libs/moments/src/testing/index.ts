export { aPublishedMoment, type APublishedMoment, setMomentStatus } from './published-moment.js';
