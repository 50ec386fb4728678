import { after, Clock, days } from '@moments/kernel';
import { Database, defineJob, HandlesJob, type JobHandler, rows, Settings } from '@moments/platform';
import { z } from 'zod';
import { commentLimits } from './comments.settings.js';

/** Deletes for good what was removed long ago, every night. */
const sweepComments = defineJob({
  name: 'social-sweep-comments',
  lane: 'worker',
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 600_000,
  cron: '41 2 * * *',
});

// Short transactions: a night's worth of rows is never locked at once.
const batch = 1_000;
const likesBatch = 5_000;

const removedReplies = 'select moment_id, id from comments where removed_at < $1 and reply_to_id is not null';
const hiddenReplies = `
  select reply.moment_id, reply.id
    from comments join comments as reply on reply.moment_id = comments.moment_id and reply.reply_to_id = comments.id
   where comments.removed_at < $1 and comments.reply_to_id is null and reply.removed_at is null`;
const removedComments = `
  select moment_id, id from comments
   where removed_at < $1 and reply_to_id is null and not exists (
     select from comments as reply
      where reply.moment_id = comments.moment_id and reply.reply_to_id = comments.id and reply.removed_at is null)`;

// Some comments have a million likes, so these go first, some at a time; none comes to what is removed or hidden.
const sweepLikes = (doomed: string): string => `
  with doomed as (
         select liked.moment_id, liked.comment_id, liked.account_id
           from (${doomed}) as gone
           join comment_likes as liked on liked.moment_id = gone.moment_id and liked.comment_id = gone.id
          limit ${likesBatch}),
       gone as (
         delete from comment_likes as liked using doomed
          where liked.moment_id = doomed.moment_id and liked.comment_id = doomed.comment_id
            and liked.account_id = doomed.account_id
         returning 1)
  select count(*)::int as gone from gone`;

const sweep = (doomed: string): string => `
  with doomed as (${doomed} limit ${batch}),
       gone as (
         delete from comments using doomed
          where comments.moment_id = doomed.moment_id and comments.id = doomed.id
         returning 1)
  select count(*)::int as gone from gone`;

/** Replies go before what they answer: none is ever left standing alone. */
const steps = [removedReplies, hiddenReplies, removedComments].flatMap((doomed) => [sweepLikes(doomed), sweep(doomed)]);

@HandlesJob(sweepComments)
export class SweepCommentsHandler implements JobHandler<Record<string, never>> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(_: Record<string, never>, { signal }: { signal: AbortSignal }): Promise<void> {
    const { keepRemovedDays } = await this.settings.get(commentLimits);
    const before = after(this.clock.now(), -days(keepRemovedDays));
    for (const step of steps) while (!signal.aborted && (await this.sweepBatch(step, before)) > 0);
  }

  private async sweepBatch(step: string, before: Date): Promise<number> {
    const [swept] = await this.database.transaction((tx) => rows<{ gone: number }>(tx, step, [before]));
    return swept?.gone ?? 0;
  }
}
