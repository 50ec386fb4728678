import { left, type LeftType } from './moment.js';
// Used within the lib, and yet too much for its face.
export const inside: LeftType = left;
