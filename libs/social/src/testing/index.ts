export { aFollow, aLike } from './factories.js';
