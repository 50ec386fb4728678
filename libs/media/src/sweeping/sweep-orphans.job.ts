import { after, Clock, hours } from '@moments/kernel';
import {
  type Bucket,
  Database,
  HandlesJob,
  type JobContext,
  type JobHandler,
  ObjectStorage,
  type Statement,
  statement,
} from '@moments/platform';
import { sweepOrphans } from './sweep.jobs.js';

const batch = 1_000;
// Longer than any job may run: what is younger may still get its row.
const youngestMs = hours(24);
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Which of these keys belong to somebody. */
const usedOriginals = statement(
  'media.used_originals',
  `select id::text as key from uploads where id = any($1::uuid[]) and swept_at is null and status in ('PENDING', 'COMPLETED')`,
);
// While an asset is being made every attempt of it may still be the one.
const usedAttempts = statement(
  'media.used_attempts',
  `select asked.key from unnest($1::text[]) as asked(key)
     join assets on assets.id = split_part(asked.key, '/', 1)::uuid
    where assets.status in ('queued', 'processing')
       or (assets.status = 'ready' and assets.attempt_id = split_part(asked.key, '/', 2)::uuid)`,
);

/** Walks both buckets once; its cost is a list call per thousand objects. Keys that are not ours are left alone. */
@HandlesJob(sweepOrphans)
export class SweepOrphansHandler implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly clock: Clock,
  ) {}

  async handle(_payload: object, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    await this.sweep({ bucket: 'uploads', owner: new RegExp(`^(${uuid})$`), used: usedOriginals, signal });
    await this.sweep({ bucket: 'media', owner: new RegExp(`^(${uuid}/${uuid})/`), used: usedAttempts, signal });
  }

  private async sweep(where: { bucket: Bucket; owner: RegExp; used: Statement; signal: AbortSignal }): Promise<void> {
    const oldest = after(this.clock.now(), -youngestMs);
    let waiting: { key: string; owner: string }[] = [];
    const settle = async () => {
      where.signal.throwIfAborted();
      await this.deleteUnused(where.bucket, where.used, waiting);
      waiting = [];
    };
    for await (const { key, modifiedAt } of this.storage.list(where.bucket, '')) {
      const owner = where.owner.exec(key)?.[1];
      if (owner && modifiedAt < oldest) waiting.push({ key, owner });
      if (waiting.length >= batch) await settle();
    }
    await settle();
  }

  private async deleteUnused(bucket: Bucket, used: Statement, objects: { key: string; owner: string }[]) {
    const owners = [...new Set(objects.map(({ owner }) => owner))];
    const known = new Set((await this.database.read<{ key: string }>(used, [owners])).map(({ key }) => key));
    const orphans = objects.filter(({ owner }) => !known.has(owner)).map(({ key }) => key);
    if (orphans.length > 0) await this.storage.delete(bucket, orphans);
  }
}
