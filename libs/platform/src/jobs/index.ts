export { Calendar } from './calendar.js';
export { defineJob, jobsOf } from './define-job.js';
export { eventOf, HandlesJob, Hopeless, type JobContext, type JobHandler } from './handles-job.js';
export { Jobs } from './jobs.js';
export { JobRunnerModule } from './jobs.module.js';
export { QueueDesk } from './queue-desk.js';
export { runWorkerApp } from './run-worker-app.js';
