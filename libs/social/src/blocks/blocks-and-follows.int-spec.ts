import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountId } from '@moments/kernel';
import { rows } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { RecountService } from '../counters/recount.service.js';
import { FollowsService } from '../follows/follows.service.js';
import { SocialModule } from '../social.module.js';
import { BlocksService } from './blocks.service.js';

let world: LibWorld;
let blocks: BlocksService;
let follows: FollowsService;

beforeAll(async () => {
  world = await openLibWorld([SocialModule]);
  [blocks, follows] = [world.app.get(BlocksService), world.app.get(FollowsService)];
});

afterAll(async () => {
  await world.close();
});

const waiting = {
  name: 'test.waiting',
  text: `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
};
const followsOf = (...ids: AccountId[]) =>
  world.database.read({ name: 'test.follows-of', text: 'select from follows where follower_id = any($1)' }, [ids]);

/** Resolves once so many connections wait for a lock, or `done` has come to its end. */
async function untilWaiting(count: number, done: Promise<unknown>): Promise<void> {
  const state = { ended: false };
  void Promise.allSettled([done]).then(() => (state.ended = true));
  while (!state.ended && (await world.database.read(waiting)).length < count);
}

describe('a block and a follow of the same two at the same time', () => {
  // Without the pair's lock the block does not see the follow that is under way, which then stands beside the block.
  it('leaves no follow, even when the follow is written already and only not committed', async () => {
    const [ada, bob] = await Promise.all([anAccount(world), anAccount(world)]);
    // Makes ada's counter row, and what the queue makes once for its first job ever: nobody shall wait for that below.
    await follows.follow({ followerId: await anAccount(world), followeeId: ada });
    const { followed, blocked } = await world.database.transaction(async (tx) => {
      // What the follow needs last of all.
      await rows(tx, 'select from profile_counters where account_id = $1 for update', [ada]);
      const followed = follows.follow({ followerId: bob, followeeId: ada });
      await untilWaiting(1, followed);
      const blocked = blocks.block({ blockerId: ada, blockedId: bob });
      await untilWaiting(2, blocked);
      return { followed, blocked };
    });
    await Promise.all([followed, blocked]);
    expect(await followsOf(ada, bob)).toHaveLength(0);
    expect(await world.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });
  });

  it('leaves no follow however they meet, from many devices', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [ada, bob] = await Promise.all([anAccount(world), anAccount(world)]);
      await Promise.allSettled([
        follows.follow({ followerId: bob, followeeId: ada }),
        follows.follow({ followerId: ada, followeeId: bob }),
        blocks.block({ blockerId: ada, blockedId: bob }),
        follows.unfollow({ followerId: bob, followeeId: ada }),
        follows.follow({ followerId: bob, followeeId: ada }),
        blocks.block({ blockerId: ada, blockedId: bob }),
      ]);
      expect(await followsOf(ada, bob)).toHaveLength(0);
    }
    expect(await world.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });
  });
});
