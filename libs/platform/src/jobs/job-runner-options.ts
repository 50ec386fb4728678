import type { Lane } from './define-job.js';

export const JOB_RUNNER_OPTIONS = Symbol('job runner options');

export interface JobRunnerOptions {
  lane: Lane;
  /** Jobs at a time in this process. */
  concurrency: number;
  /** Whether it runs jobs when the calendar says so; true when left out. Without it they wait for {@link Calendar}. */
  calendar?: boolean;
  /** How long a process that is asked to stop waits for its running jobs before it aborts them; 20 s when left out. */
  stopGraceMs?: number;
  /** How long a job that was aborted may clean up before it is left to itself; 5 s when left out. */
  abortGraceMs?: number;
  /** How often jobs of dead processes are looked for; 5 s when left out. */
  rescueEveryMs?: number;
  /** How long nobody must have held a process' lock before it counts as dead; 10 s when left out. */
  rescueGraceMs?: number;
}

export const runnerDefaults = {
  calendar: true,
  stopGraceMs: 20_000,
  abortGraceMs: 5_000,
  rescueEveryMs: 5_000,
  rescueGraceMs: 10_000,
};
