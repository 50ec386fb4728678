import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId, type ReportReason } from '@moments/kernel';
import { execute } from '@moments/platform';
import { BlocksService } from '@moments/social';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import type { Subject } from '../domain/subject.js';
import { aComment, type ModerationWorld, openCaseOf, openModerationWorld } from '../testing/moderation-world.js';

let world: ModerationWorld;
let [ada, bob, eve] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;
let moment: Subject;

beforeAll(async () => {
  world = await openModerationWorld();
});

beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
  moment = { kind: 'moment', id: momentId };
});

afterAll(() => world.close());

const report = (reporterId: AccountId, subject = moment, reason: ReportReason = 'SPAM', comment?: string) =>
  world.reports.report({ reporterId, subject, reason, comment });
const openCase = (subject = moment) => openCaseOf(world, subject);

describe('reporting', () => {
  it.each(['moment', 'comment', 'profile'] as const)('a %s puts it before the moderators', async (kind) => {
    const commentId = await aComment(world, { writerId: bob, momentId });
    const [subject, authorId] = {
      moment: [moment, ada] as const,
      comment: [{ kind: 'comment', id: commentId } as const, bob] as const,
      profile: [{ kind: 'profile', id: ada } as const, ada] as const,
    }[kind];

    await report(eve, subject, 'HATE', '  Calls names. ');

    const found = (await openCase(subject))!;
    expect(found).toMatchObject({ subject, authorId, reasons: ['HATE'], reports: 1, appeal: null, outcome: null });
    expect((await world.cases.reportsOf([found.id], { limit: 10 })).get(found.id)).toEqual([
      { reason: 'HATE', comment: 'Calls names.', createdAt: world.clock.now() },
    ]);
  });

  it('again changes nothing, whatever the reason, also when it has gone meanwhile', async () => {
    await report(eve);
    await report(eve, moment, 'FRAUD');
    expect(await openCase()).toMatchObject({ reasons: ['SPAM'], reports: 1 });
    await setMomentStatus(world, { momentId, status: 'REMOVED' });
    await report(eve);
  });

  it('by others adds to the case, which keeps each reason once, in the order they came', async () => {
    await report(bob, moment, 'VIOLENCE');
    await report(eve, moment, 'SPAM');
    await report(await anAccount(world), moment, 'VIOLENCE');
    expect(await openCase()).toMatchObject({ reasons: ['VIOLENCE', 'SPAM'], reports: 3 });
  });

  it('by sixteen at once makes one case with sixteen reports', async () => {
    const crowd = await Promise.all(Array.from({ length: 16 }, () => anAccount(world)));
    await Promise.all(crowd.map((reporterId) => report(reporterId)));
    const found = (await openCase())!;
    expect(found).toMatchObject({ reports: 16, reasons: ['SPAM'] });
    expect((await world.cases.reportsOf([found.id], { limit: 50 })).get(found.id)).toHaveLength(16);
    expect((await world.cases.reportsOf([found.id], { limit: 5 })).get(found.id)).toHaveLength(5);
  });

  it('from two devices at once is one report', async () => {
    await Promise.all(Array.from({ length: 5 }, () => report(eve)));
    expect(await openCase()).toMatchObject({ reports: 1 });
  });

  it('is not for what is one’s own', async () => {
    const commentId = await aComment(world, { writerId: bob, momentId });
    const own: [AccountId, Subject][] = [
      [ada, moment],
      [ada, { kind: 'profile', id: ada }],
      [bob, { kind: 'comment', id: commentId }],
    ];
    for (const [reporterId, subject] of own) {
      const refused = { code: 'INVALID_INPUT', reason: 'cannot_report_yourself', field: ['subjectId'] };
      await expect(report(reporterId, subject)).rejects.toMatchObject(refused);
    }
  });

  it('is not for somebody whose account has gone', async () => {
    await world.database.transaction((tx) =>
      execute(tx, `update accounts set status = 'deleted', email = null where id = $1`, [eve]),
    );
    await expect(report(eve)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await openCase()).toBeUndefined();
  });
});

describe('what cannot be seen cannot be reported', () => {
  const notFound = { code: 'NOT_FOUND', field: ['subjectId'] };

  it('such as a moment that is not published, or not there', async () => {
    for (const status of ['PROCESSING', 'DRAFT', 'IN_REVIEW', 'FAILED', 'REJECTED', 'REMOVED'] as const) {
      const id = await aPublishedMoment(world, { authorId: ada });
      await world.database.transaction((tx) => execute(tx, `update moments set failure = '{}' where id = $1`, [id]));
      await setMomentStatus(world, { momentId: id, status });
      await expect(report(eve, { kind: 'moment', id })).rejects.toMatchObject(notFound);
    }
    await expect(report(eve, { kind: 'moment', id: newId() })).rejects.toMatchObject(notFound);
  });

  it('such as a comment that was removed, answers one that was, or stands under a moment that has gone', async () => {
    const root = await aComment(world, { writerId: bob, momentId });
    const reply = { kind: 'comment', id: await aComment(world, { writerId: bob, momentId, replyToId: root }) } as const;
    const other = { kind: 'comment', id: await aComment(world, { writerId: bob, momentId }) } as const;
    await world.database.transaction((tx) =>
      execute(tx, `update comments set removed_at = now(), removed_by = 'writer' where id = $1`, [root]),
    );
    await expect(report(eve, { kind: 'comment', id: root })).rejects.toMatchObject(notFound);
    await expect(report(eve, reply)).rejects.toMatchObject(notFound);
    await report(eve, other);
    await setMomentStatus(world, { momentId, status: 'REMOVED' });
    await expect(report(await anAccount(world), other)).rejects.toMatchObject(notFound);
  });

  it('such as a profile whose account has gone, or that never was', async () => {
    await world.database.transaction((tx) => execute(tx, `update profiles set erased_at = now() where id = $1`, [ada]));
    await expect(report(eve, { kind: 'profile', id: ada })).rejects.toMatchObject(notFound);
    await expect(report(eve, { kind: 'profile', id: newId() })).rejects.toMatchObject(notFound);
  });

  it('such as what is of somebody who has blocked the reporter; whoever blocks may report all the same', async () => {
    const blocks = world.app.get(BlocksService);
    const commentId = await aComment(world, { writerId: bob, momentId });
    const theirs: Subject[] = [moment, { kind: 'comment', id: commentId }, { kind: 'profile', id: ada }];
    await blocks.block({ blockerId: ada, blockedId: eve });
    for (const subject of theirs) await expect(report(eve, subject)).rejects.toMatchObject(notFound);
    await blocks.unblock({ blockerId: ada, blockedId: eve });
    await blocks.block({ blockerId: eve, blockedId: ada });
    for (const subject of theirs) await report(eve, subject);
  });
});
