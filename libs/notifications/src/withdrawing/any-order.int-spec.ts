import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import type { LibWorld } from '@moments/testing/platform';
import fc from 'fast-check';
import { NotificationsRecountService } from '../keeping/notifications-recount.service.js';
import { NotificationsService } from '../reading/notifications.service.js';
import { TellOfComment } from '../telling/comments.jobs.js';
import { TellOfFollow, TellOfLike } from '../telling/people.jobs.js';
import { aComment, openToldWorld, removeComment } from '../testing/told-world.js';
import { ForgetAccount, WithdrawBlocked, WithdrawComment, WithdrawMoment } from './withdrawing.jobs.js';

let world: LibWorld;
let people: AccountId[];
let moments: { momentId: MomentId; authorId: AccountId }[];

beforeAll(async () => {
  world = await openToldWorld();
});
afterAll(() => world.close());

interface Step {
  what: 'like' | 'follow' | 'comment' | 'uncomment' | 'read' | 'block' | 'remove' | 'forget';
  who: number;
  whom: number;
  alongside: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom(
      'like',
      'like',
      'follow',
      'comment',
      'comment',
      'uncomment',
      'read',
      'block',
      'remove',
      'forget',
    ),
    who: fc.nat({ max: 3 }),
    whom: fc.nat({ max: 3 }),
    alongside: fc.boolean(),
  }),
  { minLength: 5, maxLength: 30 },
);

describe('notifications', () => {
  it('equal their acts, and the unread ones their counter, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (happened) => {
        people = await Promise.all(Array.from({ length: 4 }, () => anAccount(world)));
        moments = [];
        for (const authorId of people)
          moments.push({ authorId, momentId: await aPublishedMoment(world, { authorId }) });
        let running: Promise<void>[] = [];
        for (const step of happened) {
          if (!step.alongside) running = (await Promise.all(running), []);
          running.push(run(step));
        }
        await Promise.all(running);
        const drift = await world.app.get(NotificationsRecountService).drift();
        expect(drift).toEqual({ recipients: [], notifications: [] });
      }),
      { numRuns: 25 },
    );
  });
});

async function run({ what, who, whom }: Step): Promise<void> {
  const accountId = people[who]!;
  const other = people[whom]!;
  const moment = moments[whom]!;
  switch (what) {
    case 'like':
      return world.app.get(TellOfLike).handle({ ...moment, accountId });
    case 'follow':
      return world.app.get(TellOfFollow).handle({ followerId: accountId, followeeId: other });
    case 'comment':
    case 'uncomment': {
      const { momentId, authorId } = moment;
      const commentId = await aComment(world, { momentId, writerId: accountId });
      const added = { commentId, momentId, momentAuthorId: authorId, writerId: accountId };
      await world.app.get(TellOfComment).handle(added);
      if (what === 'comment') return;
      await removeComment(world, commentId);
      return world.app.get(WithdrawComment).handle({ momentId, commentId });
    }
    case 'read':
      await world.app.get(NotificationsService).markRead(accountId, null);
      return;
    case 'block':
      return world.app.get(WithdrawBlocked).handle({ blockerId: accountId, blockedId: other });
    case 'remove':
      return world.app.get(WithdrawMoment).handle(moment);
    case 'forget':
      return world.app.get(ForgetAccount).handle({ accountId });
  }
}
