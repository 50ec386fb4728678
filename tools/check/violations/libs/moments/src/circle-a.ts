import { b } from './circle-b.js'; // no-circular
export const a = b;
