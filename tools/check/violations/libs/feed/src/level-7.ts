import { search } from '../../search/src/index.js'; // level-7: siblings
export default search;
