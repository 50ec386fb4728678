import { factory } from '../../libs/moments/src/testing/index.js';
export default factory;
