import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId, MomentId, TimePosition } from '@moments/kernel';
import { execute } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { SocialModule } from '../social.module.js';
import { SavesQueries } from './saves.queries.js';
import { SavesService } from './saves.service.js';

let world: LibWorld;
let saves: SavesService;
let queries: SavesQueries;
let ada: AccountId;
let bob: AccountId;
let eve: AccountId;
let saved: MomentId[];

beforeAll(async () => {
  world = await openLibWorld([SocialModule]);
  [saves, queries] = [world.app.get(SavesService), world.app.get(SavesQueries)];
});

beforeEach(async () => {
  [ada, bob, eve] = [await anAccount(world), await anAccount(world), await anAccount(world)];
  saved = [];
  // By two authors in turn, each saved a second after the one before.
  for (let index = 0; index < 6; index += 1) {
    const momentId = await aPublishedMoment(world, { authorId: index % 2 === 0 ? bob : eve });
    world.clock.advance(1_000);
    await saves.save({ accountId: ada, momentId });
    saved.push(momentId);
  }
});

afterAll(() => world.close());

async function pages(limit: number): Promise<MomentId[][]> {
  const read: MomentId[][] = [];
  let after: TimePosition | undefined;
  for (let more = true; more;) {
    const page = await queries.savedBy(ada, { limit, after });
    read.push(page.items.map(({ item }) => item));
    [more, after] = [page.hasNextPage, page.items.at(-1)?.position];
  }
  return read;
}

describe('the list of what somebody has saved', () => {
  it('is read page by page, last saved first, each once', async () => {
    const newestFirst = saved.toReversed();
    expect(await pages(2)).toEqual([newestFirst.slice(0, 2), newestFirst.slice(2, 4), newestFirst.slice(4)]);
    expect(await pages(50)).toEqual([newestFirst]);
    expect((await queries.savedBy(bob, { limit: 10 })).items).toEqual([]);
  });

  it('keeps its order when something in it is saved again, and begins with what comes back after a pause', async () => {
    world.clock.advance(1_000);
    await saves.save({ accountId: ada, momentId: saved[0]! });
    expect((await pages(50))[0]).toEqual(saved.toReversed());
    await saves.unsave({ accountId: ada, momentId: saved[0]! });
    await saves.save({ accountId: ada, momentId: saved[0]! });
    expect((await pages(50))[0]).toEqual([saved[0], ...saved.slice(1).toReversed()]);
  });

  it('goes on at its place while it changes', async () => {
    const first = await queries.savedBy(ada, { limit: 3 });
    const added = await aPublishedMoment(world, { authorId: bob });
    world.clock.advance(1_000);
    await saves.save({ accountId: ada, momentId: added });
    await saves.unsave({ accountId: ada, momentId: saved[3]! });
    const { items } = await queries.savedBy(ada, { limit: 3, after: first.items.at(-1)?.position });
    expect(items.map(({ item }) => item)).toEqual([saved[2], saved[1], saved[0]]);
  });

  it('leaves out what is not published any more, and its pages stay full', async () => {
    for (const [index, status] of (['REMOVED', 'REJECTED', 'IN_REVIEW'] as const).entries()) {
      await setMomentStatus(world, { momentId: saved[index + 2]!, status });
    }
    expect(await pages(2)).toEqual([[saved[5], saved[1]], [saved[0]]]);
  });

  it.each(['blocker', 'blocked'])(
    'leaves out moments of whoever is the %s of its owner, while that lasts',
    async (who) => {
      const pair = who === 'blocker' ? [bob, ada] : [ada, bob];
      await world.database.transaction((tx) =>
        execute(tx, 'insert into blocks (blocker_id, blocked_id, created_at) values ($1, $2, now())', pair),
      );
      expect(await pages(2)).toEqual([[saved[5], saved[3]], [saved[1]]]);
      await world.database.transaction((tx) => execute(tx, 'delete from blocks where blocker_id = $1', [pair[0]]));
      expect(await pages(50)).toEqual([saved.toReversed()]);
    },
  );
});
