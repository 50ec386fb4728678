import { Injectable } from '@nestjs/common';
import type { CommentId } from '@moments/kernel';
import { Database, execute, statement } from '@moments/platform';

// One statement sees one moment in time, so rows and counters that change together agree.
const drifted = statement(
  'social.drifted-comments',
  `with liked as (select comment_id as id, count(*)::int as likes from comment_likes group by comment_id),
        answered as (select reply_to_id as id, count(*)::int as replies from comments
                      where reply_to_id is not null and removed_at is null group by reply_to_id)
   select comments.id from comments left join liked using (id) left join answered using (id)
    where comments.removed_at is null
      and (comments.likes, comments.replies) <> (coalesce(liked.likes, 0), coalesce(answered.replies, 0))
    order by 1`,
);

const lock = 'select from comments where id = $1 for update';
const count = `
  update comments
     set likes = (select count(*) from comment_likes as liked
                   where liked.moment_id = comments.moment_id and liked.comment_id = comments.id),
         replies = (select count(*) from comments as reply
                     where reply.moment_id = comments.moment_id and reply.reply_to_id = comments.id
                       and reply.removed_at is null)
   where id = $1`;

/** Proves that likes and replies of comments are as many as their rows, and mends those that are not. For operators. */
@Injectable()
export class CommentsRecountService {
  constructor(private readonly database: Database) {}

  /** Comments whose counters are off; removed ones are no longer counted. */
  async drift(): Promise<CommentId[]> {
    return (await this.database.readAtLength<{ id: CommentId }>(drifted)).map(({ id }) => id);
  }

  /** Counts anew what is off and gives what it was. Runs beside living traffic. */
  async mend(): Promise<CommentId[]> {
    const off = await this.drift();
    for (const id of off) {
      await this.database.transaction(async (tx) => {
        // Held before counting: whoever has written a like but not yet its counter adds to it after us.
        await execute(tx, lock, [id]);
        await execute(tx, count, [id]);
      });
    }
    return off;
  }
}
