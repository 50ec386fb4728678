import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, businessDayOf, newId, toGlobalId } from '@moments/kernel';
import { someRules } from '@moments/testing/rewards';
import { CommandLine, type CommandOutcome } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

async function cli(...args: string[]): Promise<CommandOutcome> {
  const outcome = await operator.run(...args);
  return { ...outcome, out: outcome.out.trim() };
}

const aFile = (name: string, content: unknown) => operator.aFile(name, JSON.stringify(content));

describe('operators', () => {
  it('publish a policy once, and are told what is wrong with another', async () => {
    const from = addDays(businessDayOf(new Date()), 2);
    const file = await aFile('policy.json', someRules);
    const negative = await aFile('negative.json', { ...someRules, budget: { perDayMinor: -1 } });
    const [first, second, refused] = await Promise.all([
      cli('policy', 'publish', file, from),
      cli('policy', 'publish', file, from),
      cli('policy', 'publish', negative, from),
    ]);
    expect(first).toMatchObject({ code: 0, out: `version 2 from ${from}` });
    expect(second).toEqual(first);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('rules.budget.perDayMinor');
  });

  it('found a fund, give it money once, and set no more aside than it has', async () => {
    const { out: fund } = await cli('fund', 'create', 'Newcomers', 'NEWCOMERS');
    expect(fund).toMatch(/^fnd_/);
    const gifts = await Promise.all([1, 2].map(() => cli('fund', 'add', fund, '100.00', 'gift')));
    expect(gifts.map(({ out }) => out)).toEqual(['100.00 RUB', '100.00 RUB']);
    const rules = await aFile('rules.json', { qualify: {}, points: 'qualified', capBps: 100 });
    const days = ['2020-01-01', '2020-01-02'];
    const [tooMuch, opened] = await Promise.all(
      ['100.01', '60.00'].map((pool) => cli('fund', 'open', fund, ...days, pool, rules)),
    );
    expect(tooMuch).toMatchObject({ code: 1 });
    const [period = ''] = opened!.out.split(' ');
    const notOver = await cli('fund', 'close', period);
    expect(notOver).toMatchObject({ code: 1 });
    expect(notOver.errors).toContain('2 days of this period are not closed yet');
  });

  it('let applicants earn, refuse others, suspend and lift, and are told what cannot be', async () => {
    const { application: ofAda, account } = await anApplicant();
    const { application: ofBob } = await anApplicant();
    const { out: waiting } = await cli('monetization', 'list');
    expect(waiting.split('\n').map((line) => line.split('  ')[0])).toEqual([ofAda, ofBob]);
    const [approved, refused, none] = await Promise.all([
      cli('monetization', 'approve', ofAda),
      cli('monetization', 'refuse', ofBob, 'Bought', 'FOLLOWERS=Most are bots'),
      cli('monetization', 'approve', account),
    ]);
    expect(approved.errors).toBe('');
    expect(approved.out).toContain(`${ofAda}  APPROVED`);
    expect(refused.out).toContain(`${ofBob}  REJECTED`);
    expect(none.code).toBe(2);
    expect((await cli('monetization', 'suspend', account, 'Bought views')).out).toContain('SUSPENDED');
    expect((await cli('monetization', 'lift', account, 'It was a rival')).out).toContain('APPROVED');
    const tooLate = await cli('monetization', 'refuse', ofAda, 'After all');
    expect(tooLate.code).toBe(1);
    expect(tooLate.errors).toContain('monetization is APPROVED');
  });
});

/** An account whose application waits. */
async function anApplicant(): Promise<{ account: string; application: string }> {
  const [accountId, id] = [newId<'account'>(), newId<'monetizationApplication'>()];
  await operator.client.query(
    `insert into accounts (id, email, region, status, created_at, status_changed_at)
     values ($1::uuid, $1::uuid::text || '@example.com', 'RU', 'active', now(), now())`,
    [accountId],
  );
  await operator.client.query(
    `insert into profiles (id, handle, display_name, bio, created_at)
     values ($1::uuid, 't' || right($1::uuid::text, 12), 'Ada', '', now())`,
    [accountId],
  );
  await operator.client.query(
    `insert into monetization_applications (id, account_id, status, submitted_at, requirements, idempotency_key,
       input_hash, changed_at) values ($1, $2, 'IN_REVIEW', now(), '[]', 'k', '', now())`,
    [id, accountId],
  );
  return { account: toGlobalId('account', accountId), application: toGlobalId('monetizationApplication', id) };
}
