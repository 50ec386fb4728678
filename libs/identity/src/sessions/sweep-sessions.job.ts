import { after, Clock, days } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, Settings } from '@moments/platform';
import { z } from 'zod';
import { sessionRules } from '../identity.settings.js';

/** Forgets sessions that are long over, every night. */
const sweepSessions = defineJob({
  name: 'identity-sweep-sessions',
  lane: 'worker',
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 300_000,
  cron: '17 2 * * *',
});

// Short transactions: a night's worth of rows is never locked at once.
const batch = 5_000;

@HandlesJob(sweepSessions)
export class SweepSessionsHandler implements JobHandler<Record<string, never>> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(_: Record<string, never>, { signal }: { signal: AbortSignal }): Promise<void> {
    const { keepEndedDays } = await this.settings.get(sessionRules);
    const before = after(this.clock.now(), -days(keepEndedDays));
    for (let forgotten = batch; forgotten === batch && !signal.aborted;) {
      forgotten = await this.database.transaction((tx) =>
        execute(
          tx,
          `delete from sessions where id in (
             select id from sessions where expires_at < $1 or ended_at < $1 limit ${batch})`,
          [before],
        ),
      );
    }
  }
}
