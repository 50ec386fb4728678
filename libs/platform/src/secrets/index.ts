export { type SealedColumn, SealedColumns } from './sealed-columns.js';
export { SealingModule } from './sealing.module.js';
export { Sealing, sealingEnvironment, type SealingOptions, sealingOptionsFrom } from './sealing.js';
