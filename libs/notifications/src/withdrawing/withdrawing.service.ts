import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type CommentId, type MomentId } from '@moments/kernel';
import { Database, type Statement, statement } from '@moments/platform';
import { lockRecipient, openRecipient } from '../recipients.store.js';
import { type Deed, forgetTakenBack, takeBackDeed } from './take-back.store.js';
import { dissolve, hasGrown, type Told, withdrawActs, type Withdrawn } from './withdraw.store.js';

const ofMoment = statement(
  'notifications.of-moment',
  `select recipient_id as "recipientId", id from notifications where moment_id = $1 limit 200`,
);
// The moments' own table, read here, never written.
const authorOf = statement(
  'notifications.author-of-moment',
  `select author_id as "authorId" from moments where id = $1`,
);
const onComment = statement(
  'notifications.on-comment',
  `select recipient_id as "recipientId", id from notifications where moment_id = $1 and subject_id = $2 limit 200`,
);
const toldOfActor = statement(
  'notifications.told-of-actor',
  `select distinct recipient_id as id from notification_acts where actor_id = $1 limit 200`,
);
const toldOfComments = statement(
  'notifications.told-of-comments',
  `select recipient_id as id, act_id as "actId" from notification_acts
    where act_id <> actor_id
      and act_id in (select $2::uuid union all select id from comments where moment_id = $1 and reply_to_id = $2)
    limit 200`,
);

const toldOfRepliesTo = statement(
  'notifications.told-of-replies-to',
  `select recipient_id as id, act_id as "actId" from notification_acts
    where act_id <> actor_id
      and act_id in (
        select reply.id from comments as written
          join comments as reply on reply.moment_id = written.moment_id and reply.reply_to_id = written.id
         where written.writer_id = $1)
    limit 200`,
);

/** Takes back what people were told, when what it was about goes. Doing it again, or going on after a break, is safe. */
@Injectable()
export class WithdrawingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All that was told of a moment, and of what was written under it. */
  withdrawMoment(momentId: MomentId): Promise<void> {
    return this.dissolveAll(ofMoment, [momentId]);
  }

  /** All that was told of a comment, and that it, or a reply to it, was written. */
  async withdrawComment({ momentId, commentId }: { momentId: MomentId; commentId: CommentId }): Promise<void> {
    await this.dissolveAll(onComment, [momentId, commentId]);
    await this.withdrawListed(toldOfComments, [momentId, commentId]);
  }

  /** That somebody did something which they have taken back since. */
  async takeBack(deed: Deed): Promise<void> {
    if (deed.recipientId === deed.actorId) return;
    await this.database.transaction(async (tx) => {
      const { closed } = await openRecipient(tx, deed.recipientId);
      if (!closed) await takeBackDeed(tx, deed, this.clock.now());
    });
  }

  /** That somebody liked a moment. */
  async takeBackLike({ momentId, actorId }: { momentId: MomentId; actorId: AccountId }): Promise<void> {
    const [moment] = await this.database.read<{ authorId: AccountId }>(authorOf, [momentId]);
    if (!moment) return;
    await this.takeBack({ recipientId: moment.authorId, kind: 'MOMENT_LIKED', subjectId: momentId, actorId });
  }

  /** Forgets what was taken back before an instant, some at a time; gives how many. */
  forgetTakenBack(before: Date): Promise<number> {
    return this.database.transaction((tx) => forgetTakenBack(tx, before));
  }

  /** All that somebody was told of what somebody else did. */
  withdrawActor({ recipientId, actorId }: { recipientId: AccountId; actorId: AccountId }): Promise<void> {
    return this.withdrawFrom(recipientId, { actorId });
  }

  /** All that anybody was told of what somebody did. */
  async withdrawActorEverywhere(actorId: AccountId): Promise<void> {
    for (;;) {
      const told = await this.database.read<{ id: AccountId }>(toldOfActor, [actorId]);
      for (const { id } of told) await this.withdrawFrom(id, { actorId });
      if (told.length === 0) return;
    }
  }

  /** That anybody answered what somebody had written: with that, the answers are no longer shown. */
  withdrawRepliesTo(writerId: AccountId): Promise<void> {
    return this.withdrawListed(toldOfRepliesTo, [writerId]);
  }

  /** Takes a notification away with all that was noted for it; when `unlessSince` is told, only if it is older than that. */
  async dissolve({ recipientId, id }: Told, unlessSince?: Date): Promise<void> {
    for (let done = false; !done;) {
      done = await this.database.transaction(async (tx) => {
        await lockRecipient(tx, recipientId);
        if (unlessSince && (await hasGrown(tx, { recipientId, id }, unlessSince))) return true;
        return dissolve(tx, { recipientId, id }, this.clock.now());
      });
    }
  }

  private async dissolveAll(list: Statement, parameters: readonly string[]): Promise<void> {
    for (;;) {
      const told = await this.database.read<Told>(list, parameters);
      for (const each of told) await this.dissolve(each);
      if (told.length === 0) return;
    }
  }

  private async withdrawListed(list: Statement, parameters: readonly string[]): Promise<void> {
    for (;;) {
      const told = await this.database.read<{ id: AccountId; actId: string }>(list, parameters);
      for (const { id, actId } of told) await this.withdrawFrom(id, { actId });
      if (told.length === 0) return;
    }
  }

  private withdrawFrom(recipientId: AccountId, withdrawn: Withdrawn): Promise<void> {
    return this.database.transaction(async (tx) => {
      if (await lockRecipient(tx, recipientId)) await withdrawActs(tx, recipientId, withdrawn);
    });
  }
}
