export { aBlock, aFollow, aLike, aMute, notInterested } from './factories.js';
