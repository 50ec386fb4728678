import { media } from '../../media/src/index.js'; // level-2: siblings
export default media;
