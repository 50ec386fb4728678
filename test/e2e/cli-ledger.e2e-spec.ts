import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

const cli = (...args: string[]) => operator.run(...args);

/** Changes what nobody may change, as somebody could who owns the database. */
async function tamper(sql: string): Promise<void> {
  await operator.client.query('begin');
  await operator.client.query(`set local session_replication_role = 'replica'`);
  // Guards that always fire are in the way even of that.
  await operator.client.query('alter table ledger_postings disable trigger all');
  await operator.client.query(sql);
  await operator.client.query('alter table ledger_postings enable trigger all');
  for (const name of ['ledger_postings_append_only', 'ledger_postings_by_posting', 'ledger_postings_whole']) {
    await operator.client.query(`alter table ledger_postings enable always trigger ${name}`);
  }
  await operator.client.query('commit');
}

const post = `select ledger_post($1, 'product', $2, 'deposit', 'test', sha256('x'), now(), 'RUB', 12345, null, null,
  array['bank', $3], array['bank', 'seller_wallet'], array[true, false], array[false, true],
  array[1], array[2], array[12345::bigint], array[null::integer])`;

describe('the ledger on the command line', () => {
  it('is in order while it is empty', async () => {
    expect(await cli('reconcile')).toMatchObject({ code: 0, out: expect.stringMatching(/\nclean\n$/) });
  });

  describe('is written down', () => {
    beforeAll(async () => {
      await operator.client.query(post, [newId(), 'a', `seller:${newId()}:wallet`]);
    });

    it('as CSV', async () => {
      const csv = await cli('export-ledger', '--format', 'csv');
      expect(csv).toMatchObject({ code: 0, errors: '' });
      expect(csv.out.split('\r\n')).toHaveLength(3);
      expect(csv.out).toContain(',123.45,RUB,');
    });

    it('as NDJSON, of the days that are asked for', async () => {
      expect((await cli('export-ledger', '--format', 'ndjson')).out.split('\n')).toHaveLength(2);
      expect((await cli('export-ledger', '--format', 'ndjson', '--to', '2020-01-01')).out).toBe('');
    });

    it('as Beancount', async () => {
      expect((await cli('export-ledger', '--format', 'beancount')).out).toMatch(
        / balance Liabilities:Seller:\S+ {2}-123\.45 ~ 0 RUB\n$/,
      );
    });
  });

  it.each([
    [['export-ledger'], '--format is one of csv, ndjson, beancount'],
    [['export-ledger', '--format', 'pdf'], '--format is one of csv, ndjson, beancount'],
    [['export-ledger', '--format', 'csv', '--from', '31.01.2026'], '31.01.2026 is not a day like 2026-01-31'],
    [['export-ledger', '--format', 'csv', '--from', '2026-02-30'], '2026-02-30 is not a day like 2026-01-31'],
    [['reconcile', 'now'], 'takes 0 arguments, got 1'],
  ])('says how it is used: %j', async (words, sentence) => {
    expect(await cli(...words)).toMatchObject({ code: 2, out: '', errors: expect.stringContaining(sentence) });
  });

  it('names the very rows, with exit code 1, when somebody has written past it', async () => {
    await tamper('update ledger_postings set to_balance = to_balance + 1');
    const { code, out } = await cli('reconcile');
    expect(code).toBe(1);
    expect(out).toMatch(/running balances: seller:\S+ RUB line 1: expected line 1, 12345, found line 1, 12346\n/);
    expect(out).toMatch(/\d+ rows are off\n$/);
    await tamper('update ledger_postings set to_balance = to_balance - 1');
    expect(await cli('reconcile')).toMatchObject({ code: 0 });
  });
});

describe('sellers on the command line', () => {
  it('are made, and let accounts act for them', async () => {
    const made = await cli('sellers', 'create', 'shop-1', "Anna's shop");
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^sel_[0-9a-f]{32}\n$/) });
    expect(await cli('sellers', 'create', 'shop-1', 'Another')).toMatchObject({ code: 1 });
    expect(await cli('sellers', 'member', 'shop-1', 'nobody@example.com', 'OWNER')).toMatchObject({ code: 1 });
    expect(await cli('sellers', 'member', 'shop-1', 'nobody@example.com', 'BOSS')).toMatchObject({ code: 2 });
  });
});
