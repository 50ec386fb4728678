import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MomentId, toGlobalId } from '@moments/kernel';
import { aPublishedMoment } from '@moments/testing/moments';
import type { Client } from 'graphql-ws';
import { type TestGateway } from '../support/gateway.js';
import { startInstallation, type TestInstallation } from '../support/installation.js';
import {
  beginning,
  listen,
  readTold,
  type Told,
  type ToldAsking,
  untilListening,
  untilRead,
} from '../support/notifications.js';
import { aPerson, type Person } from '../support/person.js';
import { statementsOf } from '../support/statements.js';

let installation: TestInstallation;
let one: TestGateway;
let other: TestGateway;
let ada: Person;
let bob: Person;
let eve: Person;
let momentId: MomentId;
let moment: string;

beforeAll(async () => {
  installation = await startInstallation();
  [one, other] = installation.gateways;
});
beforeEach(async () => {
  [ada, bob, eve] = [
    await aPerson(one, { displayName: 'Ada' }),
    await aPerson(one, { displayName: 'Bob' }),
    await aPerson(one, { displayName: 'Eve' }),
  ];
  momentId = await aPublishedMoment(one, { authorId: ada.accountId });
  moment = toGlobalId('moment', momentId);
});
afterAll(() => installation.close());

const toldTo = (person: Person, asking?: ToldAsking) => readTold(other, person, asking);
const untilTold = (person: Person, expected: (told: Told) => boolean) => untilRead(other, person, expected);

async function does({ token }: Person, mutation: string): Promise<void> {
  const { data, errors } = await one.query<{ done: { userErrors: unknown[] } }>(
    `mutation { done: ${mutation} { userErrors { code message } } }`,
    {},
    { token },
  );
  if (errors || data!.done.userErrors.length > 0) throw new Error(JSON.stringify(errors ?? data));
}

describe('what others do', () => {
  it('is told together, with who they are and what it is about', async () => {
    await does(bob, `like(momentId: "${moment}")`);
    await untilTold(ada, ({ list }) => list.length === 1);
    await does(eve, `like(momentId: "${moment}")`);
    const { list, unread } = await untilTold(ada, ({ list: [newest] }) => newest?.actorsCount === 2);
    expect(unread).toBe(1);
    expect(list).toEqual([
      {
        ...{ id: expect.stringMatching(/^ntf_/) as unknown, cursor: expect.any(String) as unknown },
        ...{ kind: 'MOMENT_LIKED', text: 'Eve and Bob liked your moment', actorsCount: 2 },
        actors: [
          { id: eve.profileId, displayName: 'Eve' },
          { id: bob.profileId, displayName: 'Bob' },
        ],
        ...{ subject: { id: moment }, readAt: null },
      },
    ]);
    const [ru] = (await toldTo(ada, { headers: { 'accept-language': 'ru' } })).list;
    const [tr] = (await toldTo(ada, { headers: { 'accept-language': 'tr' } })).list;
    expect([ru?.text, tr?.text]).toEqual(['Eve и Bob ставят лайк вашему моменту', 'Eve ve Bob anınızı beğendi']);
  });

  it('is told of comments, answers, likes and pins to whom they concern', async () => {
    const add = async (person: Person, input: string) => {
      const { data } = await one.query<{ addComment: { comment: { id: string } } }>(
        `mutation { addComment(input: { momentId: "${moment}", text: "Nice", idempotencyKey: "k", ${input} }) {
           comment { id } userErrors { message } } }`,
        {},
        person,
      );
      return data!.addComment.comment.id;
    };
    const commentId = await add(bob, 'replyToId: null');
    const answerId = await add(eve, `replyToId: "${commentId}"`);
    await does(eve, `likeComment(commentId: "${commentId}")`);
    await does(ada, `pinComment(commentId: "${commentId}")`);
    const { list } = await untilTold(bob, (told) => told.list.length === 3);
    expect(list.map(({ text, subject }) => [text, subject?.id]).toSorted()).toEqual([
      ['Ada pinned your comment', commentId],
      ['Eve liked your comment', commentId],
      ['Eve replied to your comment', commentId],
    ]);
    await untilTold(ada, (told) => told.list[0]?.text === 'Eve and Bob commented on your moment');

    const opened = async (person: Person) => {
      const { data } = await one.query<{
        me: { notifications: { edges: { node: { kind: string; comment: { id: string } | null } }[] } };
      }>('{ me { notifications { edges { node { kind comment { id } } } } } }', {}, person);
      return data!.me.notifications.edges.map(({ node }) => [node.kind, node.comment?.id]).toSorted();
    };
    expect(await opened(bob)).toEqual([
      ['COMMENT_LIKED', commentId],
      ['COMMENT_PINNED', commentId],
      ['COMMENT_REPLIED', answerId],
    ]);
    expect(await opened(ada)).toEqual([['MOMENT_COMMENTED', answerId]]);

    await does(ada, `deleteComment(commentId: "${commentId}")`);
    const left = await untilTold(bob, (told) => told.list.length === 1);
    expect(left.list).toMatchObject([{ kind: 'COMMENT_REMOVED', text: 'Your comment was removed', actors: [] }]);
    expect((await untilTold(ada, (told) => told.list.length === 0)).unread).toBe(0);
  });

  it('goes when the two are apart, and when what it was about is gone', async () => {
    await does(bob, `follow(profileId: "${ada.profileId}")`);
    await does(eve, `like(momentId: "${moment}")`);
    await untilTold(ada, ({ list }) => list.length === 2);
    await does(bob, `block(profileId: "${ada.profileId}")`);
    expect((await toldTo(ada)).list.map(({ kind }) => kind)).toEqual(['MOMENT_LIKED']);
    await untilTold(ada, ({ unread }) => unread === 1);
    await does(ada, `deleteMoment(momentId: "${moment}")`);
    await untilTold(ada, ({ list, unread }) => list.length === 0 && unread === 0);
  });

  it('is read in pages, with whoever acted and what it is about in a statement each, however long it is', async () => {
    for (let n = 0; n < 3; n += 1) {
      const id = await aPublishedMoment(one, { authorId: ada.accountId });
      for (const person of [bob, eve]) await does(person, `like(momentId: "${toGlobalId('moment', id)}")`);
    }
    const { list } = await untilTold(ada, (told) => told.list.filter((each) => each.actorsCount === 2).length === 3);
    const firstPage = await toldTo(ada, { first: 2 });
    expect(firstPage).toMatchObject({ list: list.slice(0, 2), hasNextPage: true });
    const rest = await toldTo(ada, { first: 2, after: list[1]?.cursor });
    expect(rest).toMatchObject({ list: list.slice(2), hasNextPage: false });
    const named = (await statementsOf(() => toldTo(ada))).filter((name) =>
      /^(notifications|moments|identity\.profile)/.test(name),
    );
    expect(named).toContain('notifications.newest');
    expect(named).toEqual([...new Set(named)]);
  });
});

describe('while it happens', () => {
  it('reaches every socket of the account, on whichever gateway it is, and nobody else', async () => {
    const sockets = [one.socket(ada), other.socket(ada)];
    const told = sockets.map((socket) => listen(socket, beginning));
    const heard = told.map(({ next }) => next());
    const foreign = one.socket(bob);
    const foreigner = listen(foreign, beginning);
    const foreignHeard = foreigner.next();
    await untilListening(one, ada, 2);
    await untilListening(one, bob, 1);
    await does(bob, `like(momentId: "${moment}")`);
    const [here, there] = await Promise.all(heard);
    expect(here).toMatchObject({ kind: 'MOMENT_LIKED', text: 'Bob liked your moment', subject: { id: moment } });
    expect(there).toEqual(here);

    await does(eve, `follow(profileId: "${bob.profileId}")`);
    expect((await foreignHeard).kind).toBe('NEW_FOLLOWER');
    for (const each of [...told, foreigner]) await each.stop();
    for (const socket of [...sockets, foreign]) await socket.dispose();
  });

  it('misses nothing when the socket breaks and comes back elsewhere with what it saw last', async () => {
    await does(bob, `follow(profileId: "${ada.profileId}")`);
    const {
      list: [seen],
    } = await untilTold(ada, ({ list }) => list.length === 1);
    await does(bob, `like(momentId: "${moment}")`);
    await untilTold(ada, ({ list }) => list.length === 2);

    const socket = other.socket(ada);
    const told = listen(socket, seen?.cursor);
    const missed = await told.next();
    expect(missed.kind).toBe('MOMENT_LIKED');
    await does(eve, `like(momentId: "${moment}")`);
    const grown = await told.next();
    expect([grown.id, grown.actorsCount]).toEqual([missed.id, 2]);
    socket.terminate();

    await does(eve, `follow(profileId: "${ada.profileId}")`);
    const again = one.socket(ada);
    const back = listen(again, grown.cursor);
    expect(await back.next()).toMatchObject({ kind: 'NEW_FOLLOWER', actorsCount: 2 });
    await back.stop();
    await again.dispose();
    await socket.dispose();
  });

  it('needs somebody who is signed in, and a cursor of one’s own list', async () => {
    const codeOf = async (socket: Client, after?: string) => {
      const refused: unknown = await listen(socket, after)
        .next()
        .catch((errors: unknown) => errors);
      await socket.dispose();
      return JSON.stringify(refused instanceof Error ? refused.message : refused);
    };
    expect(await codeOf(one.socket())).toContain('UNAUTHENTICATED');
    expect(await codeOf(one.socket(ada), 'nonsense')).toContain('INVALID_INPUT');
  });
});

describe('one’s own', () => {
  it('are marked as read, all or some; others’ are not, nor seen', async () => {
    await does(bob, `like(momentId: "${moment}")`);
    await does(eve, `follow(profileId: "${ada.profileId}")`);
    const { list } = await untilTold(ada, (told) => told.list.length === 2);
    const id = list[0]!.id;
    const mark = async (person: Person | undefined, args: string) => {
      const { data, errors } = await one.query<{ markNotificationsRead: number }>(
        `mutation { markNotificationsRead${args} }`,
        {},
        person,
      );
      return data?.markNotificationsRead ?? errors?.[0]?.extensions?.code;
    };
    const node = async (person: Person) =>
      (await one.query<{ node: { id: string } | null }>(`{ node(id: "${id}") { id } }`, {}, person)).data?.node;
    expect([await node(ada), await node(bob)]).toEqual([{ id }, null]);
    expect(await mark(undefined, '')).toBe('UNAUTHENTICATED');
    expect(await mark(bob, `(ids: ["${id}"])`)).toBe(0);
    expect(await mark(ada, `(ids: ["${moment}"])`)).toBe('NOT_FOUND');
    expect(await mark(ada, `(ids: ["${id}"])`)).toBe(1);
    expect((await toldTo(ada)).unread).toBe(1);
    expect(await mark(ada, '(ids: null)')).toBe(1);
    const told = await toldTo(ada);
    expect([told.unread, told.list.every(({ readAt }) => readAt !== null)]).toEqual([0, true]);
  });

  it('are only of kinds that one wants', async () => {
    await does(ada, 'setNotificationSetting(kind: "MOMENT_LIKED", enabled: false)');
    const { data } = await one.query<{ me: { notificationSettings: { kind: string; enabled: boolean }[] } }>(
      '{ me { notificationSettings { kind enabled } } }',
      {},
      ada,
    );
    expect(data!.me.notificationSettings).toContainEqual({ kind: 'MOMENT_LIKED', enabled: false });
    expect(data!.me.notificationSettings).toContainEqual({ kind: 'NEW_FOLLOWER', enabled: true });
    await does(bob, `like(momentId: "${moment}")`);
    await does(bob, `follow(profileId: "${ada.profileId}")`);
    const { list } = await untilTold(ada, (told) => told.list.length > 0);
    expect(list.map(({ kind }) => kind)).toEqual(['NEW_FOLLOWER']);
    const refused = await one.query(
      'mutation { setNotificationSetting(kind: "X", enabled: false) { setting { kind } userErrors { code field } } }',
      {},
      ada,
    );
    expect(refused.data).toEqual({
      setNotificationSetting: { setting: null, userErrors: [{ code: 'INVALID_INPUT', field: ['kind'] }] },
    });
  });
});
