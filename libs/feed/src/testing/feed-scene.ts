import { type AccountId, after, minutes, type MomentId, seconds } from '@moments/kernel';
import { Redis } from '@moments/platform';
import { type Surface, ViewsModule } from '@moments/views';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { testPlayback } from '@moments/testing/views';
import { FeedModule } from '../feed.module.js';
import { type FeedPage, FeedQueries, type FeedViewer } from '../feed.queries.js';

/** The feed as a gateway runs it. */
export const openFeedWorld = (): Promise<LibWorld> => openLibWorld([FeedModule, ViewsModule.forRoot(testPlayback())]);

export const idsOf = ({ items }: FeedPage): MomentId[] => items.map(({ momentId }) => momentId);

/** A viewer and three authors, and no moment but those that a test makes. */
export class FeedScene {
  private constructor(
    private readonly world: LibWorld,
    readonly viewer: FeedViewer & { accountId: AccountId },
    readonly authors: readonly [AccountId, AccountId, AccountId],
  ) {}

  static async set(world: LibWorld): Promise<FeedScene> {
    await world.database.pool.query('truncate moments, follows, likes, moment_counters, moment_view_counters cascade');
    const accountId = await anAccount(world);
    const authors = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
    // The list of the test before is too old to be shown.
    world.clock.advance(minutes(1));
    return new FeedScene(world, { accountId, region: 'RU' }, authors);
  }

  /** Moments of the three authors in turns, the first the newest, a minute apart. */
  moments(count: number, options: { region?: string } = {}): Promise<MomentId[]> {
    const [first, second, third] = this.authors;
    const publish = (_: unknown, index: number) =>
      aPublishedMoment(this.world, {
        authorId: index % 3 === 0 ? first : index % 3 === 1 ? second : third,
        publishedAt: after(this.world.clock.now(), -minutes(index + 1)),
        ...options,
      });
    return Promise.all(Array.from({ length: count }, publish));
  }

  page(cursor?: string, first = 3, surface: Surface = 'FOR_YOU', viewer: FeedViewer = this.viewer): Promise<FeedPage> {
    return this.world.app.get(FeedQueries).page({ viewer, surface, page: { first, after: cursor } });
  }

  /** Reads page after page to the end; only the last may be short. */
  async readAll(surface: Surface = 'FOR_YOU', first = 3, between?: () => Promise<unknown>): Promise<MomentId[]> {
    const all: MomentId[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const read = await this.page(cursor, first, surface);
      if (read.hasNextPage && read.items.length < first)
        throw new Error(`a page of ${read.items.length} amid the feed`);
      all.push(...idsOf(read));
      [cursor, more] = [read.items.at(-1)?.cursor, read.hasNextPage];
      await between?.();
    }
    return all;
  }

  /** Everybody's list is made anew. */
  renewList(): void {
    this.world.clock.advance(seconds(20));
  }

  /** As when Redis has been restarted. */
  async loseRedis(): Promise<void> {
    const redis = this.world.app.get(Redis);
    await redis.client.del(await redis.client.keys(redis.key('feed', '*')));
  }
}
