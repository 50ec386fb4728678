export { defineJob, type JobDefinition, type Lane } from './define-job.js';
export { type HandledJob, JobHandlersMismatch, matchHandlers } from './handlers.js';
export { eventOf, HandlesJob, type JobContext, type JobHandler } from './handles-job.js';
export { JobRunner } from './job-runner.js';
export type { JobRunnerOptions } from './job-runner-options.js';
export { type EnqueueOptions, Jobs } from './jobs.js';
export { JobRunnerModule, JobsModule } from './jobs.module.js';
export { runWorkerApp } from './run-worker-app.js';
