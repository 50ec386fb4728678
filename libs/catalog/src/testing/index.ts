export { aProduct, type AProduct } from './a-product.js';
export { aSeller, type ASeller } from './factories.js';
