import { factory } from '../../media/src/testing/index.js'; // testing-for-tests
export default factory;
