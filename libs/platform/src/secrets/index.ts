export { Sealing, sealingEnvironment, SealingModule, type SealingOptions, sealingOptionsFrom } from './sealing.js';
