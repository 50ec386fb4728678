import { after, Clock, days } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, Settings } from '@moments/platform';
import { z } from 'zod';
import { handleRules } from '../identity.settings.js';

/** Forgets handles that lead nowhere any more and count for nothing, every night. */
const sweepFormerHandles = defineJob({
  name: 'identity-sweep-former-handles',
  lane: 'worker',
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 300_000,
  cron: '29 2 * * *',
});

// Short transactions: a night's worth of rows is never locked at once.
const batch = 5_000;

@HandlesJob(sweepFormerHandles)
export class SweepFormerHandlesHandler implements JobHandler<Record<string, never>> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(_: Record<string, never>, { signal }: { signal: AbortSignal }): Promise<void> {
    const { windowDays } = await this.settings.get(handleRules);
    const now = this.clock.now();
    const counted = after(now, -days(windowDays));
    for (let forgotten = batch; forgotten === batch && !signal.aborted;) {
      forgotten = await this.database.transaction((tx) =>
        execute(
          tx,
          `delete from former_handles where id in (
             select id from former_handles where held_until <= $1 and left_at <= $2 limit ${batch})`,
          [now, counted],
        ),
      );
    }
  }
}
