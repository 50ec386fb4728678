import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, days, type MomentId, newId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { type ModerationWorld, openCaseOf, openModerationWorld, toldOf } from '../testing/moderation-world.js';

let world: ModerationWorld;
let [ada, bob, mod] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;

beforeAll(async () => {
  world = await openModerationWorld();
});

beforeEach(async () => {
  [ada, bob, mod] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
});

afterAll(() => world.close());

const openCase = () => openCaseOf(world, { kind: 'moment', id: momentId });
const decide = async (approve: boolean) =>
  world.decisions.decide({
    moderatorId: mod,
    caseId: (await openCase())!.id,
    approve,
    reason: 'FRAUD',
    message: 'No.',
  });
const appeal = (text = 'It is my own.', accountId: AccountId = ada) =>
  world.appeals.appeal({ accountId, momentId, text });
const momentNow = async () => (await world.moments.byIds([momentId])).get(momentId)!;
const strikes = async () => (await world.strikes.openOf([ada])).get(ada);

async function rejected(): Promise<void> {
  for (const reporterId of [bob, await anAccount(world)])
    await world.reports.report({
      reporterId,
      subject: { kind: 'moment', id: momentId },
      reason: 'SPAM',
      comment: 'Ads',
    });
  await decide(false);
}

describe('an appeal', () => {
  it('puts the moment under review and into the queue, with what led to the decision', async () => {
    await rejected();
    await appeal();
    expect(await momentNow()).toMatchObject({
      status: 'IN_REVIEW',
      rejection: { reason: 'FRAUD', message: 'No.', appealable: false },
    });
    const found = (await openCase())!;
    expect(found).toMatchObject({
      appeal: 'It is my own.',
      authorId: ada,
      reasons: ['FRAUD', 'SPAM'],
      reports: 2,
      previousDecisions: 1,
    });
    const reports = (await world.cases.reportsOf([found.id], { limit: 10 })).get(found.id);
    expect(reports).toMatchObject([{ comment: 'Ads' }, { comment: 'Ads' }]);
  });

  it('that is granted lets everybody see the moment again, where it was, and takes the strike back', async () => {
    const { publishedAt } = await momentNow();
    await rejected();
    expect(await strikes()).toBe(1);
    await appeal();
    expect(await strikes()).toBe(1);
    world.clock.advance(1_000);
    await decide(true);
    expect(await momentNow()).toMatchObject({ status: 'PUBLISHED', publishedAt, rejection: undefined });
    expect(await strikes()).toBeUndefined();
    expect((await toldOf(world, momentId)).map(({ event }) => event)).toEqual(['moment-rejected', 'moment-restored']);
  });

  it('that is not granted ends it: the moment stays rejected, for one strike, and cannot be appealed again', async () => {
    await rejected();
    await appeal();
    await decide(false);
    expect(await momentNow()).toMatchObject({ status: 'REJECTED', rejection: { appealable: false } });
    expect(await strikes()).toBe(1);
    await expect(appeal('Look again.')).rejects.toMatchObject({ code: 'INVALID_STATE', reason: 'nothing_to_appeal' });
  });

  it('is made once: the same words again change nothing, others are refused', async () => {
    await rejected();
    await Promise.all(Array.from({ length: 4 }, () => appeal()));
    await expect(appeal('And another thing.')).rejects.toMatchObject({ code: 'INVALID_STATE' });
    expect(await openCase()).toMatchObject({ appeal: 'It is my own.', previousDecisions: 1 });
  });

  it('is possible again when the moment was let stand and is taken away later for something else', async () => {
    await rejected();
    await appeal();
    await decide(true);
    const reporterId = await anAccount(world);
    await world.reports.report({ reporterId, subject: { kind: 'moment', id: momentId }, reason: 'HATE' });
    await decide(false);
    expect(await momentNow()).toMatchObject({ rejection: { appealable: true } });
    await appeal();
    expect(await openCase()).toMatchObject({ previousDecisions: 3 });
  });
});

describe('nobody appeals', () => {
  it('for another', async () => {
    await rejected();
    for (const accountId of [bob, mod])
      await expect(appeal('Please.', accountId)).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['momentId'] });
    await appeal();
    await expect(appeal('It is my own.', bob)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('what was not taken away, or is not there', async () => {
    await expect(appeal()).rejects.toMatchObject({ code: 'INVALID_STATE', field: ['momentId'] });
    await setMomentStatus(world, { momentId, status: 'REMOVED' });
    await expect(appeal()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['', false],
    ['  ', false],
    ['a\u202eb', false],
    ['ж'.repeat(2_001), false],
    ['ж'.repeat(2_000), true],
  ])('with what is no text: %#', async (text, taken) => {
    await rejected();
    if (taken) await appeal(text);
    else await expect(appeal(text)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await momentNow()).status).toBe(taken ? 'IN_REVIEW' : 'REJECTED');
  });
});

describe('strikes', () => {
  it('count each rejection, of the author alone, until they are too old', async () => {
    await rejected();
    world.clock.advance(days(10));
    momentId = await aPublishedMoment(world, { authorId: ada });
    await rejected();
    expect(await world.strikes.openOf([ada, bob])).toEqual(new Map([[ada, 2]]));
    world.clock.advance(days(80) - 1);
    expect(await strikes()).toBe(2);
    world.clock.advance(1);
    expect(await strikes()).toBe(1);
    world.clock.advance(days(10));
    expect(await strikes()).toBeUndefined();
  });
});
