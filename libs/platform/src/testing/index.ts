export { type LibWorld, openLibWorld } from './lib-world.js';
export { startTestWorker, type TestWorkerOptions } from './worker.js';
