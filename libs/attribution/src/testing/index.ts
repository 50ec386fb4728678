export { testClicks } from './options.js';
export { PurchasesWorld } from './purchases-world.js';
