import { after, Clock, days, idFromUuid, minutes, type MomentId } from '@moments/kernel';
import { Database, HandlesJob, type JobContext, type JobHandler, Log, Settings } from '@moments/platform';
import { MomentLifecycle } from './moment-lifecycle.js';
import { momentSettings } from './moment-settings.js';
import { catchUpMoments } from './moments.jobs.js';
import { overdueMoments } from './moments.store.js';

const batch = 200;
// Until then the moment's own job is given its chance.
const overdueMs = minutes(10);
// How long making a moment may take at the very most, waiting for room on a disk included.
const makingMs = days(7);

@HandlesJob(catchUpMoments)
export class CatchUpMomentsHandler implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly lifecycle: MomentLifecycle,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async handle(_payload: object, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const { maxScheduleMs } = await this.settings.get(momentSettings);
    const now = this.clock.now();
    const before = after(now, -overdueMs);
    let last = firstIdOf(after(now, -(maxScheduleMs + makingMs)));
    for (;;) {
      const page = { after: last, before, limit: batch };
      const ids = await this.database.transaction((tx) => overdueMoments(tx, page));
      for (const id of ids) {
        signal.throwIfAborted();
        await this.catchUp(id);
        last = id;
      }
      if (ids.length < batch) return;
    }
  }

  /** One moment that cannot go on must not keep the others back. */
  private async catchUp(momentId: MomentId): Promise<void> {
    try {
      await this.lifecycle.catchUp(momentId);
    } catch (error) {
      this.log.error({ momentId, err: error }, 'a moment could not be caught up with');
    }
  }
}

/** Below every UUIDv7 made at `at` or later: the first 48 bits are its milliseconds. Keeps the search off old moments. */
function firstIdOf(at: Date): MomentId {
  const time = at.getTime().toString(16).padStart(12, '0');
  return idFromUuid<'moment'>(`${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`);
}
