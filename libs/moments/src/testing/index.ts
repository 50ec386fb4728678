export { aProductCard } from './a-product-card.js';
export { aPublishedMoment, setMomentStatus } from './published-moment.js';
