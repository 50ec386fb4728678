/**
 * Fills an empty product with demo data through its public API and its operator's commands. The product runs with its clock
 * DEMO_DAYS back (docs/adr/0031-demo-behind-the-clock.md) and this program moves it forward: a catalogue comes in, creators
 * publish drawn clips and photos, a crowd watches, responds, opens cards and buys, chapters tell what creators, sellers and
 * operators do about it, and each night the worker closes the day. Writes the accounts to DEMO_ACCOUNTS_FILE.
 */
import { days } from '@moments/kernel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphqlClient } from '../client/graphql-client.js';
import { readIntegration, writePrivate } from '../stack/run-file.js';
import { Accounts, emailOf } from './accounts.js';
import { Attack } from './attack.js';
import type { Chapter } from './chapter.js';
import { DemoClock } from './clock.js';
import { liveThrough } from './days.js';
import { Marketplace } from './marketplace.js';
import { makeMoments } from './moments.js';
import { Money } from './money.js';
import { Operator } from './operator.js';
import { OrdersChapter } from './orders/chapter.js';
import { PayoutsChapter } from './payouts/chapter.js';
import { people, regulars } from './people.js';
import { Random } from './random.js';
import { Shop } from './shop.js';
import { Sittings } from './sittings.js';
import { makeViewers } from './viewers.js';
import { WalletsChapter } from './wallets.js';
import type { DemoWorld } from './world.js';

/** Numbers that make the demo's small world reach what the product asks for; said openly, and changed back by the same. */
const settings: Readonly<Record<string, unknown>> = {
  // Of some hundred viewers a dozen can follow; and what is earned shall be seen as available within the three weeks.
  'rewards.monetization': {
    ...{ minimumAge: 18, followers: 2, qualifiedViews: 20, qualifiedDays: 30 },
    ...{ maxOpenStrikes: 0, retryDays: 30, maxReasonLength: 1_000 },
  },
  'rewards.holds': { viewDays: 3, purchaseExpectedDays: 30 },
  'attribution.return-windows': { days: 7, ofCategory: {} },
  // There are fifteen moments: what somebody has seen comes again on another day.
  'feed.serving': { seenDays: 1, sessionHours: 4, looksPerRequest: 4 },
};

const crowd = 220;
const { GRAPHQL_URL = '', INTEGRATION_URL = '', DEMO_ACCOUNTS_FILE = '', DEMO_DAYS = '0' } = process.env;
const gateway = new GraphqlClient(GRAPHQL_URL);
const clock = new DemoClock(process.env.FAKETIME_TIMESTAMP_FILE);
const accounts = new Accounts(gateway);
const operator = new Operator();
const operate = (...words: readonly string[]): Promise<string> => operator.type(...words);
const random = new Random(20_260_101);
const folder = await mkdtemp(join(tmpdir(), 'moments-demo-'));
try {
  const credentials = readIntegration();
  if (!credentials) throw new Error('the marketplace’s stand-in has no credentials');
  const marketplace = new Marketplace(INTEGRATION_URL, credentials);
  const shop = new Shop(marketplace, random);
  const as = (handle: string) => accounts.as(handle);
  const visitor = (place: { device: string; address: string }) => gateway.from(place);

  await makeAccounts();
  await shop.stock();
  await openProduct();
  const authors = people.filter(({ role }) => role === 'creator').map(({ handle }) => handle);
  const moments = await makeMoments({ folder, authors, as, publishAt });
  const world: DemoWorld = { clock, marketplace, moments, as, visitor, operate };
  await shop.show(world);

  const viewers = makeViewers(random, {
    ...{ size: crowd, days: Number(DEMO_DAYS), authors },
    regulars: [...people.filter(({ role }) => role === 'viewer'), ...regulars].map(({ handle }) => handle),
  });
  const story = [new Money(), new WalletsChapter(), new OrdersChapter(), new PayoutsChapter()];
  const chapters: Chapter[] = [shop, ...story, new Attack(random, 'night.garden')];
  await liveThrough({ world, sittings: new Sittings(world, shop, random), viewers, chapters, random });
  const { opened, bought, returned } = shop.counts;
  console.log(`  ${opened} product cards were opened, ${bought} products bought, ${returned} sent back`);
  writePrivate(DEMO_ACCOUNTS_FILE, accounts.asTold(people));
} finally {
  operator.end();
  await rm(folder, { recursive: true, force: true });
}

async function makeAccounts(): Promise<void> {
  for (const person of [...people, ...regulars]) await accounts.signUp(person);
  for (const { handle, grant } of people) if (grant) await operate('roles', 'grant', emailOf(handle), grant);
  console.log(`  ${people.length + regulars.length} accounts are made`);
}

/** An operator opens what earns money; a demo is there to be tried out. */
async function openProduct(): Promise<void> {
  const desk = await accounts.as('control.room');
  for (const feature of ['MONETIZATION', 'CREATOR_ORDERS']) {
    await desk.send(`mutation { setFeatureRollout(feature: ${feature}, regions: [], percent: 100) }`);
  }
  for (const { handle, sells } of people) {
    if (sells) await operate('sellers', 'member', sells, emailOf(handle), 'OWNER');
  }
  for (const [name, value] of Object.entries(settings)) {
    await operate('settings', 'set', name, JSON.stringify(value));
    console.log(`  setting ${name} = ${JSON.stringify(value)}`);
  }
}

/** A third of the moments is there from the first day on; the others come out one after the other. */
function publishAt(number: number): Date | undefined {
  const weeks = Number(DEMO_DAYS) * 0.8;
  if (number < 5 || weeks === 0) return undefined;
  return new Date(Date.now() + days(((number - 4) / 11) * weeks));
}
