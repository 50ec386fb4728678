export { type LibWorld, openLibWorld } from './lib-world.js';
export { type PlanNode, planOf } from './plans.js';
export { deliverEvents, takeJobs } from './deliver.js';
