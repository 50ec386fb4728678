import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, days, hours, minutes, type MomentId, newId } from '@moments/kernel';
import { execute, rows } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { CatchUpMomentsHandler } from './catch-up-moments.job.js';
import { MomentLifecycle } from './moment-lifecycle.js';
import { MomentsJobsModule } from './moments-jobs.module.js';
import { MomentsPublishing } from './moments-publishing.js';
import { MomentsQueries } from './moments.queries.js';
import { MomentsService } from './moments.service.js';
import { aPublishedMoment } from './testing/published-moment.js';

describe('a moment that was made for an order', () => {
  let world: LibWorld;
  let ada: AccountId;
  let momentId: MomentId;

  beforeAll(async () => {
    world = await openLibWorld([MomentsJobsModule]);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    ada = await anAccount(world);
    momentId = await aPublishedMoment(world, { authorId: ada });
    await world.database.transaction((tx) =>
      execute(
        tx,
        `update moments set status = 'DRAFT', published_at = null, campaign_id = $2, disclosure = '{"advertiser": "A shop"}'
          where id = $1`,
        [momentId, newId<'campaign'>()],
      ),
    );
  });

  const view = async () => (await world.app.get(MomentsQueries).byIds([momentId])).get(momentId);
  const release = () => world.database.transaction((tx) => world.app.get(MomentsPublishing).release(tx, momentId));
  const plannedFor = (at: Date) =>
    world.database.transaction((tx) => execute(tx, 'update moments set publish_at = $2 where id = $1', [momentId, at]));

  it('stays a draft until it is let out, whatever its hour and whoever looks after drafts', async () => {
    await plannedFor(after(world.clock.now(), -days(1)));
    await world.app.get(MomentLifecycle).publishDue(momentId);
    await world.app.get(CatchUpMomentsHandler).handle({}, { signal: new AbortController().signal });
    await world.app.get(MomentLifecycle).catchUp(momentId);
    expect(await view()).toMatchObject({ status: 'DRAFT', disclosure: { advertiser: 'A shop' } });
    expect(await release()).toBe(true);
    expect((await view())?.status).toBe('PUBLISHED');
    expect(await release()).toBe(true);
  });

  it('that has an hour of its own is published then', async () => {
    await plannedFor(after(world.clock.now(), hours(1)));
    await release();
    expect((await view())?.status).toBe('DRAFT');
    const waiting = await world.database.transaction((tx) =>
      rows(tx, 'select from graphile_worker.jobs where key = $1', [`publish-moment:${momentId}`]),
    );
    expect(waiting).toHaveLength(1);
    world.clock.advance(hours(1) + minutes(11));
    await world.app.get(CatchUpMomentsHandler).handle({}, { signal: new AbortController().signal });
    expect((await view())?.status).toBe('PUBLISHED');
  });

  it('cannot be let out once its author has taken it away', async () => {
    await world.app.get(MomentsService).remove({ accountId: ada, momentId });
    expect(await release()).toBe(false);
    expect((await view())?.status).toBe('REMOVED');
  });

  it('is told with its cards to whoever decides about it', async () => {
    const inspected = await world.database.transaction((tx) => world.app.get(MomentsPublishing).inspect(tx, momentId));
    expect(inspected).toMatchObject({ authorId: ada, status: 'DRAFT', disclosure: { advertiser: 'A shop' } });
    expect(inspected?.productIds.size).toBe(0);
  });
});
