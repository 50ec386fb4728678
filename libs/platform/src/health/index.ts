export { Health, type Readiness } from './health.js';
export { HealthServer } from './health-server.js';
