import { readFile } from 'node:fs/promises'; // pure-kernel
import { platform } from '../../platform/src/index.js'; // level-0
export default [readFile, platform];
