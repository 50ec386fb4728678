import { kernel } from '../../kernel/src/index.js'; // unknown-lib
export default kernel;
