import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { Database } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { openFeature } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { aBlock, aFollow } from '@moments/testing/social';
import { PlaybackTokens } from '@moments/views';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { ofMoney } from '../support/permissions/money.js';
import { ofOrders } from '../support/permissions/orders.js';
import { ofPeople } from '../support/permissions/people.js';
import { type Actor, actors, key, type Outcomes, type Row, type Scene } from '../support/permissions/row.js';
import { aPerson, type Person } from '../support/person.js';

/*
 * Who may do what. Every mutation has a row, and every row says what each of five gets for doing it with what belongs to
 * `self`: `self`, somebody not signed in, a subscriber, somebody whom `self` has blocked, and a moderator.
 */
const rows: Readonly<Record<string, Row>> = { ...ofPeople, ...ofOrders, ...ofMoney };

/** Mutations that answer without a payload: what they refuse is told as an error of the operation. */
const scalars = new Set([
  'signOut',
  'revokeSession',
  'deleteAccount',
  'report',
  'markNotificationsRead',
  'decideModeration',
  'setFeatureRollout',
  'closeRewardDay',
]);

/** Mutations that answer with the thing itself: they refuse in the same way. */
const plain: Readonly<Record<string, string>> = {
  publishRewardPolicy: '{ version }',
  createPayoutBatch: '{ id }',
  approvePayoutBatch: '{ id }',
};

let gateway: TestGateway;
let database: Database;
const people = {} as Record<Exclude<Actor, 'anonymous'>, Person>;

beforeAll(async () => {
  gateway = await startGateway();
  ({ database } = gateway);
  await openFeature({ database }, 'MOMENTS');
  await openFeature({ database }, 'CREATOR_ORDERS');
});
afterAll(() => gateway.close());

beforeEach(async () => {
  people.self = await aPerson(gateway);
  people.subscriber = await aPerson(gateway);
  people.blocked = await aPerson(gateway);
  people.moderator = await aPerson(gateway, { roles: ['MODERATOR'] });
  const [self, subscriber, blocked] = [people.self, people.subscriber, people.blocked].map((one) => one.accountId);
  await aFollow({ database }, { followerId: subscriber!, followeeId: self! });
  await aBlock({ database }, { blockerId: self!, blockedId: blocked! });
});

/** Sends a mutation as one of them; `done`, or the code with which it was refused, wherever that is told. */
async function outcomeOf(mutation: string, as: Actor): Promise<string> {
  const name = /^\w+/.exec(mutation)![0];
  const selection = scalars.has(name) ? '' : (plain[name] ?? '{ userErrors { code } }');
  const token = as === 'anonymous' ? undefined : people[as].token;
  const { data, errors } = await gateway.query<{ answer: { userErrors?: { code: string }[] } | null }>(
    `mutation { answer: ${mutation} ${selection} }`,
    {},
    { token },
  );
  const refusal = errors?.[0]?.extensions?.code ?? errors?.[0]?.message;
  return refusal ?? data?.answer?.userErrors?.[0]?.code ?? 'done';
}

async function sceneOf(self: Person): Promise<Scene> {
  const shown = await aPublishedMoment({ database }, { authorId: self.accountId });
  const momentId = toGlobalId('moment', shown);
  const productId = await aProduct({ database });
  await aProductCard({ database }, { momentId: shown, productId });
  const send = async <Data>(document: string, { token }: Person): Promise<Data> =>
    (await gateway.query<Data>(document, {}, { token })).data!;
  const caseId = async (): Promise<string> => {
    await send(`mutation { report(input: { subjectId: "${momentId}", reason: SPAM }) }`, people.subscriber);
    const { operator } = await send<{
      operator: { moderationQueue: { edges: { node: { id: string; subject: { id: string } } }[] } };
    }>('{ operator { moderationQueue(first: 50) { edges { node { id subject { id } } } } } }', people.moderator);
    return operator.moderationQueue.edges.find(({ node }) => node.subject.id === momentId)!.node.id;
  };
  return {
    profileId: self.profileId,
    momentId,
    productId: toGlobalId('product', productId),
    playbackToken: async (viewer) => {
      const viewerId = viewer === 'anonymous' ? undefined : people[viewer].accountId;
      const serving = { viewerId, feedSessionId: newId<'feedSession'>(), surface: 'FOR_YOU', promoted: false } as const;
      return (await gateway.app.get(PlaybackTokens).issue(serving, [shown]))[0]!;
    },
    caseId,
    commentId: async () => {
      const { addComment } = await send<{ addComment: { comment: { id: string } } }>(
        `mutation { addComment(input: { momentId: "${momentId}", text: "${randomUUID()}", ${key()} }) { comment { id } } }`,
        people.subscriber,
      );
      return addComment.comment.id;
    },
    rejectedMomentId: async () => {
      await send(
        `mutation { decideModeration(caseId: "${await caseId()}", approve: false, reason: SPAM, message: "Spam") }`,
        people.moderator,
      );
      return momentId;
    },
    uploadId: async () => {
      const input = `purpose: PHOTO, fileName: "a.jpg", contentType: "image/jpeg", byteSize: 10, ${key()}`;
      const { startUpload } = await send<{ startUpload: { upload: { id: string } } }>(
        `mutation { startUpload(input: { ${input} }) { upload { id } } }`,
        self,
      );
      return startUpload.upload.id;
    },
  };
}

describe('who may do what', () => {
  it('is said for every mutation that there is', async () => {
    const { data } = await gateway.query<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
      '{ __schema { mutationType { fields { name } } } }',
    );
    const mutations = data!.__schema.mutationType.fields.map(({ name }) => name);
    expect(Object.keys(rows).toSorted()).toEqual(mutations.toSorted());
  });

  it.each(Object.keys(rows))('%s', async (name) => {
    const { call, outcomes } = rows[name]!;
    const found: Partial<Outcomes> = {};
    for (const actor of actors) {
      // Each of them comes to a scene that nobody has touched.
      found[actor] = await outcomeOf(await call(await sceneOf(people.self), actor), actor);
    }
    expect(found).toEqual(outcomes);
  });
});
