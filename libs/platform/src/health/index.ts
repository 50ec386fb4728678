export { isAway } from './away.js';
export { Health } from './health.js';
export { networkFailures } from './network-failure.js';
