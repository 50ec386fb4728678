import { type AccountId, type CommentId, type MomentId, seconds } from '@moments/kernel';
import { statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { CommentLikesService } from '../comments/comment-likes.service.js';
import { CommentPinsService } from '../comments/comment-pins.service.js';
import { CommentsQueries } from '../comments/comments.queries.js';
import { type AddComment, CommentsService } from '../comments/comments.service.js';
import { SocialJobsModule } from '../social-jobs.module.js';
import { SocialModule } from '../social.module.js';

/** People, a moment of the first of them, and what they say to each other there. */
export class CommentsWorld {
  readonly comments: CommentsService;
  readonly likes: CommentLikesService;
  readonly pins: CommentPinsService;
  readonly queries: CommentsQueries;
  ada!: AccountId;
  bob!: AccountId;
  eve!: AccountId;
  /** Ada's. */
  momentId!: MomentId;

  private constructor(readonly lib: LibWorld) {
    this.comments = lib.app.get(CommentsService);
    this.likes = lib.app.get(CommentLikesService);
    this.pins = lib.app.get(CommentPinsService);
    this.queries = lib.app.get(CommentsQueries);
  }

  static async open(): Promise<CommentsWorld> {
    return new CommentsWorld(await openLibWorld([SocialModule, SocialJobsModule]));
  }

  /** Other people and another moment for each test. */
  async refresh(): Promise<void> {
    [this.ada, this.bob, this.eve] = [await anAccount(this.lib), await anAccount(this.lib), await anAccount(this.lib)];
    this.momentId = await aPublishedMoment(this.lib, { authorId: this.ada });
  }

  /** A comment of bob's under ada's moment unless told otherwise, some seconds after the last one. */
  write(change: Partial<AddComment> = {}): Promise<CommentId> {
    this.lib.clock.advance(seconds(5));
    const unique = randomUUID();
    return this.comments.add({
      accountId: this.bob,
      momentId: this.momentId,
      text: `something new ${unique.replaceAll(/[0-9-]/g, (each) => 'qrstuvwxyz'[Number(each)] ?? ' ')}`,
      idempotencyKey: unique,
      ...change,
    });
  }

  /** Ids of what a viewer is shown under the moment. */
  async shown(viewerId?: AccountId, momentId = this.momentId): Promise<CommentId[]> {
    const pages = await this.queries.ofMoments(viewerId, [momentId], { limit: 50 });
    return (pages.get(momentId)?.items ?? []).map(({ item }) => item.id);
  }

  /** Ids of what a viewer is shown in reply to a comment. */
  async repliesTo(commentId: CommentId, viewerId?: AccountId): Promise<CommentId[]> {
    const pages = await this.queries.repliesOf(viewerId, [commentId], { limit: 50 });
    return (pages.get(commentId)?.items ?? []).map(({ item }) => item.id);
  }

  /** The moment's counter of comments. */
  async counted(momentId = this.momentId): Promise<number> {
    const [found] = await this.lib.database.read<{ comments: number }>(counted, [momentId]);
    return found?.comments ?? 0;
  }

  /** Payloads of the events of a name that speak of a comment. */
  async toldOf(event: string, commentId: CommentId): Promise<unknown[]> {
    const found = await this.lib.database.read<{ payload: unknown }>(told, [event, commentId]);
    return found.map(({ payload }) => payload);
  }

  /** A moment's comments and replies that are stored in whatever state. */
  async stored(momentId = this.momentId): Promise<number> {
    return (await this.lib.database.read(rowsOf, [momentId])).length;
  }

  /** Comments and moments whose counters are not what their rows are; empty unless something is wrong. */
  drifted(): Promise<object[]> {
    return this.lib.database.read(drifted);
  }
}

const counted = statement('test.comments-counted', 'select comments from moment_counters where moment_id = $1');
const rowsOf = statement('test.comment-rows', 'select id from comments where moment_id = $1');
const told = statement(
  'test.comments-told',
  `select payload->'payload' as payload from graphile_worker._private_jobs
    where payload->>'event' = $1 and payload->'payload'->>'commentId' = $2`,
);
const drifted = statement(
  'test.comments-drifted',
  `select id from comments
    where likes <> (select count(*) from comment_likes where comment_id = comments.id)
       or replies <> (select count(*) from comments as reply
                       where reply.reply_to_id = comments.id and reply.removed_at is null)
   union all
   select moment_id from moment_counters
    where closed_at is null and comments <> (
      select count(*) from comments left join comments as root on root.id = comments.reply_to_id
       where comments.moment_id = moment_counters.moment_id and comments.removed_at is null and root.removed_at is null)`,
);
