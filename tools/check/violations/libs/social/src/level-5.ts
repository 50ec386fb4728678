import { views } from '../../views/src/index.js'; // level-5: siblings
export default views;
