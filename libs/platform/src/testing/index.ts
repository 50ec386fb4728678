export { type LibWorld, openLibWorld } from './lib-world.js';
export { onOneConnection } from './one-connection.js';
export { type PlanNode, planOf } from './plans.js';
export { databaseNeverAsked, storageNeverAsked, uploadsNeverAsked } from './never-asked.js';
export { deliverEvents, takeJobs, takeNews } from './deliver.js';
