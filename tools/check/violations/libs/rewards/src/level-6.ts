import { feed } from '../../feed/src/index.js'; // level-6
export default feed;
