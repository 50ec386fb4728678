import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { type AccountId, type MomentId, newId, type ProductId } from '@moments/kernel';
import { execute, Settings } from '@moments/platform';
import { testClicks } from '@moments/testing/attribution';
import { aProduct } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { AttributionModule } from '../attribution.module.js';
import { markBuyer } from '../clicks/buyers.store.js';
import { ClicksModule } from '../clicks/clicks.module.js';
import { ClicksService } from '../clicks/clicks.service.js';
import { CardRecountService } from './card-recount.service.js';
import { ConversionQueries } from './conversion.queries.js';
import { conversionPriors } from './conversion.settings.js';

let world: LibWorld;
let momentId: MomentId;
let shoe: ProductId;
let lamp: ProductId;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, ClicksModule.forRoot(testClicks()), AttributionModule]);
  const categories = { Shoes: { rate: 0.1, weight: 10 } };
  await world.app.get(Settings).set(conversionPriors.name, { overall: { rate: 0.5, weight: 2 }, categories }, 'test');
});
beforeEach(async () => {
  momentId = await aPublishedMoment(world, { authorId: await anAccount(world) });
  shoe = await aProduct(world, { category: ['Clothes', 'Shoes'] });
  lamp = await aProduct(world, { category: ['Lamps'] });
  for (const productId of [shoe, lamp]) await aProductCard(world, { momentId, productId });
});
afterAll(() => world.close());

const open = (productId: ProductId, accountId: AccountId) =>
  world.app.get(ClicksService).open({
    ...{ accountId, productId, address: '192.0.2.1', idempotencyKey: newId<'click'>() },
    served: { momentId, feedSessionId: newId<'feedSession'>(), promoted: false },
  });
const mark = (productId: ProductId, openerId: AccountId, bought: boolean) =>
  world.database.transaction((tx) => markBuyer(tx, { momentId, productId, openerId }, bought));
const read = async () => (await world.app.get(ConversionQueries).ofMoments([momentId])).get(momentId)!;

describe('the conversion of a moment', () => {
  it('is believed to be as that of everything while nothing was opened', async () => {
    expect(await read()).toEqual({ openers: 0, buyers: 0, conversion: 0.5, cards: [] });
  });

  it('is smoothed by the category, for each card and for all together', async () => {
    const [ada, bob, eve] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
    for (const [productId, who] of [
      ...[[shoe, ada] as const, [shoe, ada] as const, [shoe, bob] as const],
      ...[[shoe, eve] as const, [lamp, ada] as const],
    ]) {
      await open(productId, who);
    }
    await mark(shoe, ada, true);
    const card = { buyers: 1, openers: 3, opens: 4, productId: shoe, conversion: expect.closeTo(2 / 13, 12) };
    expect(await read()).toEqual({
      openers: 3,
      buyers: 1,
      // The priors of both cards: three openers of the shoe, one of the lamp.
      conversion: expect.closeTo((0.2 * 8 + 1) / (8 + 3), 12),
      cards: [card, { productId: lamp, opens: 1, openers: 1, buyers: 0, conversion: expect.closeTo(1 / 3, 12) }],
    });
  });
});

describe('a buyer', () => {
  it('is one however often it is said, and none once everything came back', async () => {
    const ada = newId<'account'>();
    await Promise.all([open(shoe, ada), open(lamp, ada)]);
    await Promise.all([mark(shoe, ada, true), mark(lamp, ada, true), mark(shoe, ada, true)]);
    expect(await read()).toMatchObject({ openers: 1, buyers: 1, cards: [{ buyers: 1 }, { buyers: 1 }] });
    await mark(shoe, ada, false);
    expect(await read()).toMatchObject({ buyers: 1 });
    await Promise.all([mark(lamp, ada, false), mark(lamp, ada, false)]);
    expect(await read()).toMatchObject({ openers: 1, buyers: 0, cards: [{ buyers: 0 }, { buyers: 0 }] });
  });

  it('who has not opened the card is not counted', async () => {
    await mark(shoe, newId(), true);
    expect(await read()).toMatchObject({ openers: 0, buyers: 0 });
  });
});

describe('the counters', () => {
  const recount = () => world.app.get(CardRecountService);
  const write = (sql: string) => world.database.transaction((tx) => execute(tx, sql, [momentId]));

  it('equal their rows, whatever people and purchases do at once', async () => {
    const crowd = Array.from({ length: 12 }, () => newId<'account'>());
    await Promise.all(crowd.flatMap((who) => [open(shoe, who), open(lamp, who), open(shoe, who)]));
    await Promise.all(
      crowd.flatMap((who, index) => [mark(shoe, who, index % 2 === 0), mark(lamp, who, index % 3 === 0)]),
    );
    expect(await recount().drift()).toEqual({ cards: [], moments: [] });
    expect(await read()).toMatchObject({ openers: 12, buyers: 8 });
  });

  it('are counted anew when somebody has written past them', async () => {
    const ada = newId<'account'>();
    await open(shoe, ada);
    await mark(shoe, ada, true);
    const right = await read();
    await write('update card_counters set opens = 9, openers = 7, buyers = 0 where moment_id = $1');
    await write('delete from moment_opener_counters where moment_id = $1');
    const found = { cards: [{ momentId, productId: shoe }], moments: [momentId] };
    expect(await recount().drift()).toEqual(found);
    expect(await recount().mend()).toEqual(found);
    expect(await recount().drift()).toEqual({ cards: [], moments: [] });
    expect(await read()).toEqual(right);
  });
});
