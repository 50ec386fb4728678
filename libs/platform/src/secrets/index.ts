export type { Sealed } from './seal.js';
export { Sealing, sealingEnvironment, SealingModule, type SealingOptions, sealingOptionsFrom } from './sealing.js';
