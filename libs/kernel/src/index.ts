export * from './clock.js';
export * from './errors.js';
export * from './ids.js';
export * from './money.js';
export * from './network.js';
export * from './paging.js';
export * from './text.js';
export * from './validation.js';
