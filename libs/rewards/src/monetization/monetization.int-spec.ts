import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditQueries, Rollout } from '@moments/identity';
import { type AccountId, addDays, businessDayOf, days, type MonetizationApplicationId, newId } from '@moments/kernel';
import { TaxProfilesQueries } from '@moments/payouts';
import { execute, Settings } from '@moments/platform';
import { anAccount, openFeature } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { RewardsJobsModule } from '../rewards-jobs.module.js';
import { StrikesForTests, ToldStrikes } from '../testing/strikes-for-tests.js';
import { watched } from '../testing/watched.js';
import { ApplyingService } from './applying.service.js';
import { DecidingService } from './deciding.service.js';
import { ForgetApplicant } from './forget-applicant.job.js';
import { MonetizationQueries } from './monetization.queries.js';
import { Requirements } from './requirements.service.js';

let world: LibWorld;
let accountId: AccountId;
let operator: AccountId;

beforeAll(async () => {
  world = await openLibWorld([StrikesForTests, RewardsJobsModule]);
  await openFeature(world, 'MONETIZATION');
  operator = await anAccount(world, { roles: ['OPERATOR'] });
});
afterAll(() => world.close());

const get = <Service>(service: abstract new (...dependencies: never[]) => Service): Service => world.app.get(service);
const sql = (text: string, parameters: unknown[] = []) =>
  world.database.transaction((tx) => execute(tx, text, parameters));
const today = () => businessDayOf(world.clock.now());

/** Gives somebody everything that it takes. */
async function qualify(id: AccountId, { followers = 1_000, views = 10_000, birthDate = '1990-05-04' } = {}) {
  await sql('update accounts set birth_date = $2 where id = $1', [id, birthDate]);
  await sql('insert into profile_counters (account_id, followers) values ($1, $2)', [id, followers]);
  await watched(world, { creatorId: id, day: addDays(today(), -1), qualified: views });
}

beforeEach(async () => {
  accountId = await anAccount(world);
  await qualify(accountId);
});

const application = { taxStatus: 'SELF_EMPLOYED', legalName: 'Иванова Анна', inn: '500100732259' };
const apply = (id = accountId, input: Partial<Parameters<ApplyingService['apply']>[0]> = {}) =>
  get(ApplyingService).apply({
    ...{ applicant: { accountId: id, region: 'RU' }, ...application, idempotencyKey: 'k1' },
    ...input,
  });
const standing = async (id = accountId) => (await get(MonetizationQueries).of([id])).get(id)!;
const latest = async (id = accountId): Promise<MonetizationApplicationId> => {
  const { rows } = await world.database.pool.query<{ id: MonetizationApplicationId }>(
    'select id from monetization_applications where account_id = $1 order by submitted_at desc limit 1',
    [id],
  );
  return rows[0]!.id;
};
const decide = async (approve: boolean, reason?: string, by: AccountId = operator) =>
  get(DecidingService).decide({ applicationId: await latest(), approve, reason, by });
const earnsOn = async (day = today()) => (await get(MonetizationQueries).approvedOf([accountId], day)).has(accountId);
const roles = async () => {
  const { rows } = await world.database.pool.query<{ role: string }>(
    'select role from role_grants where account_id = $1',
    [accountId],
  );
  return rows.map(({ role }) => role);
};
const payoutsHeld = async () => {
  const { rows } = await world.database.pool.query('select from payout_holds where account_id = $1', [accountId]);
  return rows.length > 0;
};

describe('asking to earn', () => {
  it('waits for review, with the tax profile declared; asked again with the same key nothing changes', async () => {
    expect(await standing()).toMatchObject({ status: 'NOT_APPLIED' });
    await Promise.all([apply(), apply()]);
    expect(await standing()).toMatchObject({ status: 'IN_REVIEW' });
    const profile = (await get(TaxProfilesQueries).of([accountId])).get(accountId);
    expect(profile).toMatchObject({ status: 'SELF_EMPLOYED', inn: '500100732259' });
    await expect(apply(accountId, { legalName: 'Иванова Ольга' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    await expect(apply(accountId, { idempotencyKey: 'k2' })).rejects.toMatchObject({ reason: 'monetization_stands' });
  });

  it('shows how far one is', async () => {
    const other = await anAccount(world);
    await qualify(other, { followers: 12, views: 9_999, birthDate: '2020-01-01' });
    get(ToldStrikes).told.set(other, 1);
    const requirements = (await get(Requirements).of([other])).get(other)!;
    expect(requirements.map(({ code, required, met }) => [code, required, met])).toEqual([
      ['AGE', 18, false],
      ['FOLLOWERS', 1_000, false],
      ['QUALIFIED_VIEWS', 10_000, false],
      ['OPEN_STRIKES', 0, false],
    ]);
    await expect(apply(other)).rejects.toMatchObject({ code: 'NOT_ELIGIBLE', reason: 'requirements_not_met' });
  });

  it.each([
    [{ inn: '500100732258' }, 'inn'],
    [{ inn: '7707083893' }, 'inn'],
    [{ inn: "500100732259'; --" }, 'inn'],
    [{ legalName: '' }, 'legalName'],
    [{ taxStatus: 'COMPANY' }, 'taxStatus'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
  ])('is refused with what is wrong: %j', async (input, field) => {
    const refused = apply(accountId, input);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(refused).rejects.toThrow(new RegExp(`^${field}`));
    expect(await standing()).toMatchObject({ status: 'NOT_APPLIED' });
  });

  it('is told all that is wrong with its form at once, also by whom the requirements are not met', async () => {
    const other = await anAccount(world);
    const refused = apply(other, { legalName: '', inn: '123', birthDate: '1990-02-31' });
    await expect(refused).rejects.toThrow(/legalName.*inn.*birthDate/s);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('needs a date of birth, which whoever came without one tells with it, once', async () => {
    await sql('update accounts set birth_date = null where id = $1', [accountId]);
    await expect(apply()).rejects.toMatchObject({ reason: 'requirements_not_met' });
    await expect(apply(accountId, { birthDate: '1990-02-31' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await apply(accountId, { birthDate: '1990-02-28' });
    expect(await standing()).toMatchObject({ status: 'IN_REVIEW' });
  });

  it('is not open where the feature is not', async () => {
    const rollout = get(Rollout);
    await rollout.set({ feature: 'MONETIZATION', regions: ['TR'], percent: 100, accountIds: [], by: null });
    await expect(apply()).rejects.toMatchObject({ code: 'FEATURE_NOT_AVAILABLE' });
    await rollout.set({ feature: 'MONETIZATION', regions: [], percent: 100, accountIds: [], by: null });
  });
});

describe('a decision', () => {
  it('to approve makes a creator, who earns from that day on', async () => {
    await apply();
    expect(await earnsOn()).toBe(false);
    await decide(true);
    expect(await standing()).toMatchObject({ status: 'APPROVED' });
    expect(await roles()).toEqual(['CREATOR']);
    expect([await earnsOn(), await earnsOn(addDays(today(), -1)), await earnsOn(addDays(today(), 9))]).toEqual([
      true,
      false,
      true,
    ]);
    // Again, and the other way.
    await decide(true);
    await expect(decide(false, 'Too late')).rejects.toMatchObject({ reason: 'monetization_stands' });
    const { items } = await get(AuditQueries).page({ limit: 3 });
    expect(items.map(({ item }) => item.action)).toContain('monetization.approved');
  });

  it('to refuse needs a reason, says it for each requirement, and lets one ask again after 30 days', async () => {
    await apply();
    await expect(decide(false)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await get(DecidingService).decide({
      ...{ applicationId: await latest(), approve: false, reason: 'Bought followers', by: operator },
      requirementReasons: [{ code: 'FOLLOWERS', reason: 'Most of them are bots' }],
    });
    const refused = await standing();
    expect(refused).toMatchObject({
      ...{ status: 'REJECTED', reason: 'Bought followers' },
      requirementReasons: { FOLLOWERS: 'Most of them are bots' },
    });
    expect(refused.mayApplyAt).toEqual(new Date(world.clock.now().getTime() + days(30)));
    world.clock.advance(days(30) - 1);
    await expect(apply(accountId, { idempotencyKey: 'k2' })).rejects.toMatchObject({ reason: 'applied_too_soon' });
    world.clock.advance(1);
    // A month later other views count.
    await get(Settings).set(
      'rewards.monetization',
      { ...(await get(Requirements).rules()), qualifiedDays: 60 },
      'test',
    );
    await apply(accountId, { idempotencyKey: 'k2' });
    expect(await standing()).toMatchObject({ status: 'IN_REVIEW' });
    expect(await roles()).toEqual([]);
  });

  it('is not for one’s own application, nor about what is not there, nor for who is shut out', async () => {
    await apply();
    await expect(decide(true, undefined, accountId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const applicationId = newId<'monetizationApplication'>();
    await expect(get(DecidingService).decide({ applicationId, approve: true, by: operator })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await sql(`update accounts set status = 'suspended' where id = $1`, [accountId]);
    await expect(decide(true)).rejects.toMatchObject({ reason: 'applicant_not_active' });
    expect(await roles()).toEqual([]);
  });

  it('of two operators at once is one decision', async () => {
    await apply();
    const both = await Promise.allSettled([decide(true), decide(false, 'No')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const approved = (await standing()).status === 'APPROVED';
    expect(await roles()).toEqual(approved ? ['CREATOR'] : []);
  });
});

describe('a suspension', () => {
  it('stops earning from that day on, payouts at once, and takes the badge, until it is lifted', async () => {
    await apply();
    await decide(true);
    world.clock.advance(days(2));
    const said = { accountId, reason: 'Bought views', by: operator };
    await get(DecidingService).suspend(said);
    await get(DecidingService).suspend(said);
    expect(await standing()).toMatchObject({ status: 'SUSPENDED', reason: 'Bought views' });
    expect([await earnsOn(addDays(today(), -1)), await earnsOn()]).toEqual([true, false]);
    expect([await payoutsHeld(), await roles()]).toEqual([true, []]);
    await expect(apply(accountId, { idempotencyKey: 'k2' })).rejects.toMatchObject({ reason: 'monetization_stands' });

    world.clock.advance(days(3));
    await get(DecidingService).lift({ ...said, reason: 'It was a rival' });
    const back = today();
    expect((await standing()).reason).toBeUndefined();
    expect([await earnsOn(addDays(back, -1)), await earnsOn(back)]).toEqual([false, true]);
    expect([await payoutsHeld(), await roles()]).toEqual([false, ['CREATOR']]);
  });

  it('is of nobody who does not earn, nor of oneself', async () => {
    const suspend = (by: AccountId) => get(DecidingService).suspend({ accountId, reason: 'Why not', by });
    await expect(suspend(operator)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await apply();
    await expect(suspend(operator)).rejects.toMatchObject({ reason: 'monetization_stands' });
    await expect(suspend(accountId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('an account that is deleted', () => {
  it('earns no more and waits for nothing; its days stay, its words go', async () => {
    await apply();
    await decide(true);
    world.clock.advance(days(1));
    await sql(
      `update accounts set status = 'deleted', email = null, password_hash = null, birth_date = null where id = $1`,
      [accountId],
    );
    await get(ForgetApplicant).handle({ accountId });
    expect([await earnsOn(addDays(today(), -1)), await earnsOn()]).toEqual([true, false]);
    const page = await get(MonetizationQueries).applications('APPROVED', { limit: 50 });
    expect(page.items.map(({ item }) => item.accountId)).not.toContain(accountId);
    await expect(apply(accountId, { idempotencyKey: 'k2' })).rejects.toMatchObject({ reason: 'account_gone' });
  });
});
