import { identity } from '../../identity/src/index.js'; // level-1
export default identity;
