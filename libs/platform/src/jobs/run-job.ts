import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../telemetry/log.js';
import { jobsProcessed, jobSeconds } from '../telemetry/metrics.js';
import { withRequestContext } from '../telemetry/request-context.js';
import { inSpan } from '../telemetry/tracing.js';
import type { HandledJob } from './handlers.js';
import { Hopeless } from './handles-job.js';
import { openEnvelope } from './job-envelope.js';

/** One try of a job, as the queue hands it over. */
export interface JobTry {
  id: string;
  row: unknown;
  attempt: number;
  last: boolean;
  /** Aborted when the process cannot wait for the job any longer. */
  stop: AbortSignal;
  /** Does as if this try had never been made. */
  takeBack(): Promise<void>;
  /** There is to be no other try after this one. */
  makeLast(): Promise<void>;
}

interface RunOptions {
  abortGraceMs: number;
  log: Log;
}

class JobTimedOut extends Error {
  override readonly name = 'JobTimedOut';
}

class JobStopped extends Error {
  override readonly name = 'JobStopped';
}

/**
 * Runs one try of a job. Throws what the queue is to note as its failure. After the last try, or one that was hopeless, the
 * handler is asked to give up; a try that was cut off because the process stops does not count.
 */
export const runJob = (entry: HandledJob, jobTry: JobTry, options: RunOptions): Promise<void> =>
  withRequestContext({ requestId: `${entry.job.name}:${jobTry.id}` }, () =>
    inSpan(`job ${entry.job.name}`, { 'job.id': jobTry.id, 'job.attempt': jobTry.attempt }, async () => {
      const stopTimer = jobSeconds.startTimer({ job: entry.job.name });
      try {
        await attempt(entry, jobTry, options);
        jobsProcessed.inc({ job: entry.job.name, outcome: 'done' });
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        await afterFailure(entry, jobTry, { failure, log: options.log });
        throw failure;
      } finally {
        stopTimer();
      }
    }),
  );

async function attempt({ job, handler }: HandledJob, jobTry: JobTry, { abortGraceMs }: RunOptions): Promise<void> {
  const { payload, event } = openEnvelope(job, jobTry.row);
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new JobTimedOut(`it took longer than ${job.timeoutMs} ms`)),
    job.timeoutMs,
  );
  const onStop = (): void => abort.abort(new JobStopped('the process stops'));
  jobTry.stop.addEventListener('abort', onStop, { once: true });
  if (jobTry.stop.aborted) onStop();
  try {
    const work = handler.handle(payload, { signal: abort.signal, attempt: jobTry.attempt, event });
    await Promise.race([work, leftToItself(abort.signal, abortGraceMs)]);
  } catch (error) {
    // An aborted handler may say anything; why it was aborted is what counts.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    clearTimeout(timer);
    jobTry.stop.removeEventListener('abort', onStop);
  }
}

/** Rejects a while after the signal aborts: until then the handler may end by itself and clean up. */
function leftToItself(signal: AbortSignal, graceMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const late = (): void => void setTimeout(reject, graceMs, signal.reason).unref();
    if (signal.aborted) late();
    else signal.addEventListener('abort', late, { once: true });
  });
}

async function afterFailure(
  { job, handler }: HandledJob,
  jobTry: JobTry,
  { failure, log }: { failure: Error; log: Log },
): Promise<void> {
  const details = { job: job.name, attempt: jobTry.attempt };
  if (failure instanceof JobStopped) {
    jobsProcessed.inc({ job: job.name, outcome: 'stopped' });
    log.log(details, 'job put back, the process stops');
    await persistently(() => jobTry.takeBack());
    return;
  }
  const last = jobTry.last || failure instanceof Hopeless;
  if (last && !jobTry.last) await persistently(() => jobTry.makeLast());
  jobsProcessed.inc({ job: job.name, outcome: last ? 'dead' : 'failed' });
  log.error({ ...details, last, err: failure }, 'job failed');
  if (!last) return;
  try {
    await persistently(async () => handler.giveUp?.(openEnvelope(job, jobTry.row).payload, failure));
  } catch (error) {
    // The queue is to note why the job failed, not why nobody could be told.
    log.error({ ...details, err: error }, 'giving up a job failed');
  }
}

/** What must not be lost to a moment without Postgres: five tries within some twenty seconds. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (let delayMs = 200; ; delayMs *= 4) {
    try {
      await work();
      return;
    } catch (error) {
      if (delayMs > 15_000) throw error;
      await sleep(delayMs);
    }
  }
}
