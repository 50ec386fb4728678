export { aSeller, type ASeller } from './factories.js';
