import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type CommentId, days, type MomentId, newId } from '@moments/kernel';
import { statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import type { LibWorld } from '@moments/testing/platform';
import { NotificationsRecountService } from '../keeping/notifications-recount.service.js';
import { SweepNotificationsHandler } from '../keeping/sweep-notifications.job.js';
import { NotificationsService } from '../reading/notifications.service.js';
import { TellOfCommentLike } from '../telling/comments.jobs.js';
import { TellOfFollow, TellOfLike } from '../telling/people.jobs.js';
import { aComment, openToldWorld, toldTo, unreadOf } from '../testing/told-world.js';
import { ForgetAccount, WithdrawCommentLike, WithdrawFollow, WithdrawLike } from './withdrawing.jobs.js';

let world: LibWorld;
let [ada, bob, eve] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;
let commentId: CommentId;

beforeAll(async () => {
  world = await openToldWorld();
});
beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
  commentId = await aComment(world, { momentId, writerId: ada });
});
afterAll(() => world.close());

/** Ways of doing something to ada, and of taking it back. */
const deeds = [
  {
    deed: 'a like',
    tell: (accountId: AccountId) => world.app.get(TellOfLike).handle({ momentId, authorId: ada, accountId }),
    takeBack: (accountId: AccountId) => world.app.get(WithdrawLike).handle({ momentId, accountId }),
  },
  {
    deed: 'a like of a comment',
    tell: (accountId: AccountId) =>
      world.app.get(TellOfCommentLike).handle({ commentId, momentId, writerId: ada, accountId }),
    takeBack: (accountId: AccountId) =>
      world.app.get(WithdrawCommentLike).handle({ commentId, writerId: ada, accountId }),
  },
  {
    deed: 'a follow',
    tell: (followerId: AccountId) => world.app.get(TellOfFollow).handle({ followerId, followeeId: ada }),
    takeBack: (followerId: AccountId) => world.app.get(WithdrawFollow).handle({ followerId, followeeId: ada }),
  },
];

const nothingDrifted = async () =>
  expect(await world.app.get(NotificationsRecountService).drift()).toEqual({ recipients: [], notifications: [] });
const acts = statement('test.acts-of', 'select act_id from notification_acts where recipient_id = $1 or actor_id = $1');
const actsOf = (accountId: AccountId) => world.database.read(acts, [accountId]);

describe.each(deeds)('$deed that is taken back', ({ tell, takeBack }) => {
  it('is told no longer, and what others did is', async () => {
    await tell(bob);
    await tell(eve);
    for (let times = 0; times < 2; times += 1) await takeBack(eve);
    expect(await toldTo(world, ada)).toMatchObject([{ actorIds: [bob], actorsCount: 1 }]);
    await takeBack(bob);
    expect([await toldTo(world, ada), await unreadOf(world, ada)]).toEqual([[], 0]);
    await nothingDrifted();
  });

  it('leaves what was read of it, too', async () => {
    await tell(bob);
    await world.app.get(NotificationsService).markRead(ada, null);
    await takeBack(bob);
    expect([await toldTo(world, ada), await unreadOf(world, ada)]).toEqual([[], 0]);
  });

  it('is not told when its news comes only afterwards, nor when it is done again', async () => {
    await takeBack(bob);
    await tell(bob);
    expect(await toldTo(world, ada)).toEqual([]);
    await tell(eve);
    await takeBack(eve);
    await tell(eve);
    expect([await toldTo(world, ada), await unreadOf(world, ada)]).toEqual([[], 0]);
    await nothingDrifted();
  });

  it('is remembered no longer than notifications are kept, nor than who did it has an account', async () => {
    for (const actor of [bob, eve]) {
      await tell(actor);
      await takeBack(actor);
    }
    await world.app.get(ForgetAccount).handle({ accountId: bob });
    expect(await actsOf(bob)).toEqual([]);
    expect(await actsOf(eve)).toHaveLength(1);
    world.clock.advance(days(181));
    await world.app.get(SweepNotificationsHandler).handle({}, { signal: new AbortController().signal });
    expect(await actsOf(ada)).toEqual([]);
  });
});

it('taking back a like of one’s own leaves no trace', async () => {
  const [like] = deeds;
  await like?.takeBack(ada);
  expect(await actsOf(ada)).toEqual([]);
});
