import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, currency, days, InvalidInput, newId } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import { LedgerModule } from '../ledger.module.js';
import { LedgerQueries } from '../ledger.queries.js';
import { LedgerService } from '../ledger.service.js';
import { aWallet, rub } from '../testing/index.js';
import type { ExportFormat } from './export-format.js';
import { type ExportRange, LedgerExport } from './ledger-export.service.js';

let world: LibWorld;
let ledger: LedgerService;
let seller: AccountAddress;
const creator = addresses.creatorPending(newId());
const manyEntries = 1_500;

beforeAll(async () => {
  world = await openLibWorld([LedgerModule]);
  ledger = world.app.get(LedgerService);
  seller = await aWallet(world, rub('100000.00'));
  world.clock.advance(days(1));
  // More than a batch, and an entry with more postings than one, so that some entry lies on a batch's edge.
  await world.database.transaction(async (tx) => {
    await ledger.postMany(
      tx,
      Array.from({ length: manyEntries }, (_, n) => ({
        key: `reward:${n}`,
        kind: 'reward',
        reference: n === 0 ? 'the "first", \\ of many' : `reward:${n}`,
        postings: [
          { from: seller, to: creator, amount: rub('10.01') },
          { from: seller, to: addresses.platformRevenue, amount: rub('0.99') },
        ],
      })),
    );
  });
});
afterAll(() => world.close());

async function exported(format: ExportFormat, range?: ExportRange): Promise<string> {
  let text = '';
  for await (const piece of world.app.get(LedgerExport).write(format, range)) text += piece;
  return text;
}

/** Adds up in whole minor units what a text of two decimals says. */
const minorOf = (amount: string): bigint => BigInt(amount.replace('.', ''));
const balanceOf = async (address: AccountAddress) =>
  (await world.app.get(LedgerQueries).balances([{ address, currency: currency('RUB') }]))[0]!.balance.minor;

describe('the journal as CSV', () => {
  it('has a line for each posting, with the account that is debited and the one that is credited', async () => {
    const lines = (await exported('csv')).split('\r\n');
    expect(lines[0]).toBe('entry,line,at,kind,reference,debit,credit,amount,currency,reverses');
    expect(lines[1]).toMatch(
      /^jrn_[0-9a-f]{32},1,\d{4}-\d\d-\d\dT[\d:.]+Z,deposit,test,bank,seller:[0-9a-f-]+:wallet,100000\.00,RUB,$/,
    );
    expect(lines[2]).toContain('"the ""first"", \\ of many"');
    expect(lines.at(-1)).toBe('');
    expect(lines).toHaveLength(2 + 1 + 2 * manyEntries);
    const toCreator = lines
      .filter((line) => line.includes(`,${creator},`))
      .map((line) => minorOf(line.split(',').at(-3)!));
    expect(toCreator.reduce((sum, amount) => sum + amount, 0n)).toBe(await balanceOf(creator));
  });
});

describe('the journal as NDJSON', () => {
  it('has every entry once, in order, with all of its postings', async () => {
    const entries = (await exported('ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; key: string; postings: { amount: string }[] });
    expect(entries).toHaveLength(1 + manyEntries);
    expect(entries.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).toSorted());
    expect(new Set(entries.map(({ key }) => key)).size).toBe(1 + manyEntries);
    expect(entries.slice(1).every(({ postings }) => postings.length === 2)).toBe(true);
    expect(entries[0]!.postings).toEqual([{ debit: 'bank', credit: seller, amount: '100000.00' }]);
  });

  it('is of the days that are asked for: the first included, the last not', async () => {
    const now = world.clock.now();
    const countOf = async (range: ExportRange) => (await exported('ndjson', range)).split('\n').length - 1;
    expect(await countOf({ from: now })).toBe(manyEntries);
    expect(await countOf({ to: now })).toBe(1);
    expect(await countOf({ from: after(now, 1) })).toBe(0);
    await expect(countOf({ from: now, to: now })).rejects.toThrow(InvalidInput);
  });

  it('is of one moment: what is posted while it is written is not in it', async () => {
    const pieces = world.app.get(LedgerExport).write('ndjson');
    let text = (await pieces.next()).value as string;
    await aWallet(world, rub('1.00'));
    for await (const piece of pieces) text += piece;
    expect(text.split('\n').length - 1).toBe(1 + manyEntries);
  });

  it('may be left half-way', async () => {
    const pieces = world.app.get(LedgerExport).write('ndjson');
    await pieces.next();
    await pieces.return(undefined);
    expect(world.database.pool.totalCount - world.database.pool.idleCount).toBe(0);
  });
});

describe('the journal for Beancount', () => {
  const account = String.raw`(?:Assets|Liabilities|Income):[A-Z0-9][A-Za-z0-9-]*(?::[A-Z0-9][A-Za-z0-9-]*)*`;
  const lineKinds = [
    /^$/,
    /^option "title" "[^"]+"$/,
    new RegExp(`^1970-01-01 open ${account} [A-Z]{3}(,[A-Z]{3})*$`),
    /^\d{4}-\d\d-\d\d \* "(?:[^"\\]|\\["\\])*" "(?:[^"\\]|\\["\\])*"$/,
    /^ {2}(entry|at|reverses): "[^"]+"$/,
    new RegExp(`^ {2}${account} {2}-?\\d+\\.\\d\\d RUB$`),
    new RegExp(`^\\d{4}-\\d\\d-\\d\\d balance ${account} {2}-?\\d+\\.\\d\\d ~ 0 RUB$`),
  ];

  it('has no line that its grammar does not know', async () => {
    const lines = (await exported('beancount')).split('\n');
    expect(lines.filter((line) => !lineKinds.some((kind) => kind.test(line)))).toEqual([]);
    expect(lines.filter((line) => line.includes('* "reward"'))).toHaveLength(manyEntries);
  });

  it('asserts balances that its own postings add up to, after the last day', async () => {
    const text = await exported('beancount');
    const sums = new Map<string, bigint>();
    for (const [, name = '', amount = ''] of text.matchAll(/^ {2}(\S+) {2}(-?[\d.]+) RUB$/gm)) {
      sums.set(name, (sums.get(name) ?? 0n) + minorOf(amount));
    }
    expect([...sums.values()].reduce((sum, each) => sum + each, 0n)).toBe(0n);
    const asserted = [...text.matchAll(/^(\S+) balance (\S+) {2}(-?[\d.]+) ~ 0 RUB$/gm)];
    expect(asserted.length).toBeGreaterThan(2);
    const lastDay = [...text.matchAll(/^(\S+) \* /gm)]
      .map(([, day]) => day!)
      .toSorted()
      .at(-1)!;
    for (const [, day = '', name = '', amount = ''] of asserted) {
      expect({ name, sum: sums.get(name) }).toEqual({ name, sum: minorOf(amount) });
      expect(day > lastDay).toBe(true);
    }
  });

  it('asserts no balances of a part of the journal', async () => {
    expect(await exported('beancount', { from: world.clock.now() })).not.toContain(' balance ');
  });
});
