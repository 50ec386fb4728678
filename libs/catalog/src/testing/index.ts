export { aProduct, type AProduct } from './a-product.js';
export { aSeller } from './factories.js';
