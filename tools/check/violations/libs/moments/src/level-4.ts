import { social } from '../../social/src/index.js'; // level-4
export default social;
