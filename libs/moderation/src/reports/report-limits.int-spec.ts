import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, days, type MomentId, newId, type ReportReason } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import type { Subject } from '../domain/subject.js';
import {
  type ModerationWorld,
  openCaseOf,
  openModerationWorld,
  toldOf,
  underRules,
} from '../testing/moderation-world.js';

let world: ModerationWorld;
let [ada, bob, eve, mod] = [newId<'account'>(), newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;
let moment: Subject;

beforeAll(async () => {
  world = await openModerationWorld();
});

beforeEach(async () => {
  [ada, bob, eve, mod] = await Promise.all([anAccount(world), anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
  moment = { kind: 'moment', id: momentId };
});

afterAll(() => world.close());

const report = (reporterId: AccountId, subject = moment, reason: ReportReason = 'SPAM', comment?: string) =>
  world.reports.report({ reporterId, subject, reason, comment });
const openCase = (subject = moment) => openCaseOf(world, subject);
const aMoment = async (): Promise<Subject> => ({
  kind: 'moment',
  id: await aPublishedMoment(world, { authorId: ada }),
});
const statusOf = async () => (await world.moments.byIds([momentId])).get(momentId)?.status;

describe('reports in a day', () => {
  const tooMany = { code: 'LIMIT_EXCEEDED', reason: 'too_many_reports', params: { max: 2 } };

  it('end at the most that one may make, repeated ones not counted, and go on a day later', async () => {
    const [second, third] = [await aMoment(), await aMoment()];
    await underRules(world, { reportsPerDay: 2 }, async () => {
      await report(eve);
      await report(eve);
      await report(eve, second);
      await expect(report(eve, third)).rejects.toMatchObject(tooMany);
      await report(bob, third);
      world.clock.advance(days(1) - 1);
      await expect(report(eve, third)).rejects.toMatchObject(tooMany);
      world.clock.advance(1);
      await report(eve, third);
    });
  });

  it('end there also for many at once', async () => {
    const many = await Promise.all(Array.from({ length: 6 }, aMoment));
    await underRules(world, { reportsPerDay: 2 }, async () => {
      const answers = await Promise.allSettled(many.map((subject) => report(eve, subject)));
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    });
  });
});

describe('what a reporter writes', () => {
  it.each([
    ['the longest', 'ж'.repeat(1_000), true],
    ['one character more', 'ж'.repeat(1_001), false],
    ['text that turns around', 'abc\u202edcba', false],
    ['a lone surrogate', 'a\ud800b', false],
    ['a NUL', 'a\0b', false],
    ['markup, which is text', '<script>alert(1)</script>', true],
  ])('may be %s: %#', async (_, comment, taken) => {
    const reporting = report(eve, moment, 'OTHER', comment);
    if (taken) await reporting;
    else await expect(reporting).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await openCase()).toEqual(taken ? expect.objectContaining({ reports: 1 }) : undefined);
  });

  it('may be nothing, and of the reasons only one that there is', async () => {
    await report(eve, moment, 'OTHER', '   ');
    const { id } = (await openCase())!;
    expect((await world.cases.reportsOf([id], { limit: 1 })).get(id)).toMatchObject([{ comment: null }]);
    await expect(report(bob, moment, 'ENVY' as ReportReason)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('what was let stand', () => {
  const approve = async () =>
    world.decisions.decide({ moderatorId: mod, caseId: (await openCase())!.id, approve: true });

  it('is not looked at again for the same reason while it is settled', async () => {
    await report(bob);
    await approve();
    world.clock.advance(days(30) - 1);
    await report(eve);
    expect(await openCase()).toBeUndefined();
    world.clock.advance(1);
    await report(await anAccount(world));
    expect(await openCase()).toMatchObject({ reports: 1, previousDecisions: 1 });
  });

  it('is looked at again for another reason', async () => {
    await report(bob);
    await approve();
    await report(eve, moment, 'FRAUD');
    expect(await openCase()).toMatchObject({ reasons: ['FRAUD'], reports: 1, previousDecisions: 1 });
  });
});

describe('a moment that many report', () => {
  it('is hidden from the report on that fills the measure, and shown again when it may stay', async () => {
    const before = (await world.moments.byIds([momentId])).get(momentId)!;
    await underRules(world, { reportsToHide: 3 }, async () => {
      await report(bob);
      await report(eve);
      expect(await statusOf()).toBe('PUBLISHED');
      await report(await anAccount(world));
      expect(await statusOf()).toBe('IN_REVIEW');
      await expect(report(await anAccount(world))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    await world.decisions.decide({ moderatorId: mod, caseId: (await openCase())!.id, approve: true });

    const after = (await world.moments.byIds([momentId])).get(momentId)!;
    expect(after).toMatchObject({ status: 'PUBLISHED', publishedAt: before.publishedAt, rejection: undefined });
    expect((await toldOf(world, momentId)).map(({ event }) => event)).toEqual(['moment-restored']);
  });

  it('stays hidden when that is what the moderators say', async () => {
    await underRules(world, { reportsToHide: 2 }, async () => {
      await report(bob);
      await report(eve);
    });
    const decision = { approve: false, reason: 'SPAM' } as const;
    await world.decisions.decide({ moderatorId: mod, caseId: (await openCase())!.id, ...decision });
    expect(await statusOf()).toBe('REJECTED');
  });

  it('is not hidden by reports on what was let stand', async () => {
    await report(bob);
    await world.decisions.decide({ moderatorId: mod, caseId: (await openCase())!.id, approve: true });
    await underRules(world, { reportsToHide: 2 }, async () => {
      await report(eve);
      expect(await statusOf()).toBe('PUBLISHED');
    });
  });
});
