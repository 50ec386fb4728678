import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProfilesQueries } from '@moments/identity';
import { type AccountId, type MomentId, newId, toGlobalId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { CommentsQueries } from '@moments/social';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import type { Subject } from '../domain/subject.js';
import {
  aComment,
  type ModerationWorld,
  openCaseOf,
  openModerationWorld,
  toldOf,
} from '../testing/moderation-world.js';
import type { DecideCommand } from './decisions.service.js';

let world: ModerationWorld;
let [ada, bob, mod, other] = [newId<'account'>(), newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;
let moment: Subject;

beforeAll(async () => {
  world = await openModerationWorld();
});

beforeEach(async () => {
  [ada, bob, mod, other] = await Promise.all([anAccount(world), anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
  moment = { kind: 'moment', id: momentId };
});

afterAll(() => world.close());

async function aCase(subject = moment, reporterId: AccountId = bob) {
  await world.reports.report({ reporterId, subject, reason: 'SPAM' });
  return (await openCaseOf(world, subject))!;
}

const rejection = { approve: false, reason: 'HATE', message: 'Not here.' } as const;
const decide = (command: Pick<DecideCommand, 'caseId' | 'approve'> & Partial<DecideCommand>) =>
  world.decisions.decide({ moderatorId: mod, ...command });
const momentNow = async () => (await world.moments.byIds([momentId])).get(momentId)!;
const caseNow = async (id: DecideCommand['caseId']) => (await world.cases.byIds(mod, [id])).get(id);
const auditOf = (subject: string) =>
  world.database.read<{ actor: string; action: string; details: object }>(
    { name: 'test.audit-of', text: 'select actor_id as actor, action, details from audit_log where subject = $1' },
    [subject],
  );

describe('taking away', () => {
  it('a moment rejects it, tells its author why, closes the case and is audited', async () => {
    const { id: caseId } = await aCase();

    await decide({ caseId, ...rejection });

    const told = { reason: 'HATE', message: 'Not here.' };
    expect(await momentNow()).toMatchObject({ status: 'REJECTED', rejection: { ...told, appealable: true } });
    expect(await toldOf(world, momentId)).toEqual([
      { event: 'moment-rejected', payload: { momentId, authorId: ada, ...told } },
    ]);
    expect(await openCaseOf(world, moment)).toBeUndefined();
    expect(await caseNow(caseId)).toMatchObject({ outcome: 'REJECTED', closedAt: world.clock.now() });
    expect(await auditOf(toGlobalId('moment', momentId))).toEqual([
      {
        actor: mod,
        action: 'moderation.rejected',
        details: { caseId: toGlobalId('moderationCase', caseId), reason: 'HATE', reports: 1, appeal: false },
      },
    ]);
  });

  it('a comment removes it and tells its writer', async () => {
    const commentId = await aComment(world, { writerId: ada, momentId });
    const { id: caseId } = await aCase({ kind: 'comment', id: commentId });
    await decide({ caseId, ...rejection });
    const found = (await world.app.get(CommentsQueries).byIdsForModerators([commentId])).get(commentId);
    expect(found).toMatchObject({ removedBy: 'moderator' });
    expect(await toldOf(world, commentId)).toMatchObject([
      { event: 'comment-removed', payload: { writerId: ada, by: 'moderator', reason: 'HATE', message: 'Not here.' } },
    ]);
  });

  it('a profile empties it, leaving the handle, and tells its owner', async () => {
    await world.database.transaction((tx) =>
      execute(tx, `update profiles set display_name = 'Rude', bio = 'Ruder', avatar = '{}' where id = $1`, [ada]),
    );
    const { id: caseId } = await aCase({ kind: 'profile', id: ada });
    await decide({ caseId, ...rejection });
    const profile = (await world.app.get(ProfilesQueries).byIds([ada])).get(ada)!;
    expect(profile).toMatchObject({ displayName: profile.handle, bio: '', avatar: null });
    expect(await toldOf(world, ada)).toContainEqual({
      event: 'profile-reset',
      payload: { accountId: ada, reason: 'HATE', message: 'Not here.' },
    });
  });

  it('needs a reason; words to the author may be left out', async () => {
    const { id: caseId } = await aCase();
    const refused = { code: 'INVALID_INPUT' };
    await expect(decide({ caseId, approve: false })).rejects.toMatchObject(refused);
    await expect(decide({ caseId, ...rejection, message: 'ж'.repeat(1_001) })).rejects.toMatchObject(refused);
    expect(await momentNow()).toMatchObject({ status: 'PUBLISHED' });
    await decide({ caseId, ...rejection, message: undefined });
    expect(await momentNow()).toMatchObject({ rejection: { reason: 'HATE', message: '' } });
  });
});

describe('letting stand', () => {
  it('changes nothing of the subject, closes the case and is audited', async () => {
    const { id: caseId } = await aCase();
    const before = await momentNow();
    await decide({ caseId, approve: true });
    expect(await momentNow()).toEqual(before);
    expect(await toldOf(world, momentId)).toEqual([]);
    expect(await caseNow(caseId)).toMatchObject({ outcome: 'APPROVED' });
    expect(await auditOf(toGlobalId('moment', momentId))).toMatchObject([{ action: 'moderation.approved' }]);
  });

  it.each(['comment', 'profile'] as const)('leaves a %s as it is', async (kind) => {
    const commentId = await aComment(world, { writerId: ada, momentId });
    const subject: Subject = kind === 'comment' ? { kind, id: commentId } : { kind, id: ada };
    const { id: caseId } = await aCase(subject);
    await decide({ caseId, approve: true });
    expect(await caseNow(caseId)).toMatchObject({ outcome: 'APPROVED' });
    expect(await toldOf(world, subject.id)).toEqual([]);
  });
});

describe('a case is decided once', () => {
  const closed = { code: 'INVALID_STATE', reason: 'case_closed', field: ['caseId'] };

  it('the same again changes nothing, anything else is refused', async () => {
    const { id: caseId } = await aCase();
    await decide({ caseId, ...rejection });
    await decide({ caseId, ...rejection });
    await decide({ caseId, ...rejection, moderatorId: other });
    await expect(decide({ caseId, approve: true })).rejects.toMatchObject(closed);
    await expect(decide({ caseId, ...rejection, reason: 'SPAM' })).rejects.toMatchObject(closed);
    await expect(decide({ caseId, ...rejection, message: 'Go.' })).rejects.toMatchObject(closed);
    expect(await toldOf(world, momentId)).toHaveLength(1);
    expect(await auditOf(toGlobalId('moment', momentId))).toHaveLength(1);
  });

  it('also by two moderators at once, of one mind or not', async () => {
    const { id: caseId } = await aCase();
    await Promise.all([mod, other].map((moderatorId) => decide({ caseId, ...rejection, moderatorId })));
    expect(await auditOf(toGlobalId('moment', momentId))).toHaveLength(1);

    const profile: Subject = { kind: 'profile', id: bob };
    const { id: second } = await aCase(profile, ada);
    const answers = await Promise.allSettled([
      decide({ caseId: second, ...rejection }),
      decide({ caseId: second, approve: true, moderatorId: other }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await auditOf(toGlobalId('profile', bob as string as never))).toHaveLength(1);
  });

  it('and not at all when the subject has just gone: the case then closes by itself', async () => {
    for (const approve of [true, false]) {
      momentId = await aPublishedMoment(world, { authorId: ada });
      const { id: caseId } = await aCase({ kind: 'moment', id: momentId });
      await setMomentStatus(world, { momentId, status: 'REMOVED' });
      await expect(decide({ caseId, ...rejection, approve })).rejects.toMatchObject(closed);
      expect(await caseNow(caseId)).toMatchObject({ outcome: 'GONE' });
      await expect(decide({ caseId, ...rejection, approve })).rejects.toMatchObject(closed);
      expect(await auditOf(toGlobalId('moment', momentId))).toEqual([]);
    }
  });
});

describe('moderators', () => {
  it('do not see or decide cases about their own things', async () => {
    const { id: caseId } = await aCase();
    await expect(decide({ caseId, approve: true, moderatorId: ada })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own_case',
    });
    const { items } = await world.cases.queue(ada, { limit: 1_000 });
    expect(items.map(({ item }) => item.id)).not.toContain(caseId);
    expect(await world.cases.byIds(ada, [caseId])).toEqual(new Map());
  });

  it('decide only what there is', async () => {
    await expect(decide({ caseId: newId(), approve: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: ['caseId'],
    });
  });
});
