import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Everything that `/metrics` shows. */
export const metrics = new Registry();

collectDefaultMetrics({ register: metrics, prefix: 'moments_' });

/** `outcome`: done, failed (will be tried again), stopped (the process was; does not count as a try), dead (will not). */
export const jobsProcessed = new Counter({
  name: 'moments_jobs_total',
  help: 'Jobs by name and outcome',
  labelNames: ['job', 'outcome'] as const,
  registers: [metrics],
});

export const jobSeconds = new Histogram({
  name: 'moments_job_seconds',
  help: 'How long a try of a job takes',
  labelNames: ['job'] as const,
  buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 30, 120, 600],
  registers: [metrics],
});
