export { aProductCard } from './a-product-card.js';
export { aPublishedMoment, type APublishedMoment, setMomentStatus } from './published-moment.js';
