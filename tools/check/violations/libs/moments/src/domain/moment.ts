import { readFile } from 'node:fs/promises'; // pure-domain
export default readFile;
