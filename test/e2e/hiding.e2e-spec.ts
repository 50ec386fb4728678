import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { minutes, newId, toGlobalId } from '@moments/kernel';
import { aPublishedMoment } from '@moments/testing/moments';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let viewer: Person;
let author: Person;
let momentIds: string[];

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
  author = await aPerson(gateway);
  const made = [1, 2, 3].map((age) =>
    aPublishedMoment(gateway, { authorId: author.accountId, publishedAt: new Date(Date.now() - minutes(age)) }),
  );
  momentIds = (await Promise.all(made)).map((id) => toGlobalId('moment', id));
});

beforeEach(async () => {
  viewer = await aPerson(gateway);
  await send(`mutation { follow(profileId: "${author.profileId}") { userErrors { code } } }`);
});

afterAll(() => gateway.close());

async function send<Data>(document: string, who: Person | null = viewer): Promise<Data> {
  const { data, errors } = await gateway.query<Data>(document, {}, { token: who?.token });
  expect(errors).toBeUndefined();
  return data!;
}

interface List {
  edges: { node: { id: string } }[];
}
const idsOf = ({ edges }: List) => edges.map(({ node }) => node.id);
const following = async () => {
  const { feed } = await send<{ feed: List }>('{ feed(surface: FOLLOWING) { edges { node { id } } } }');
  return idsOf(feed);
};
const muted = async () => {
  const { me } = await send<{ me: { mutedProfiles: List } }>('{ me { mutedProfiles { edges { node { id } } } } }');
  return idsOf(me.mutedProfiles);
};
const call = (name: string, id: string, who: Person | null = viewer) =>
  send<{ it: object }>(
    `mutation { it: ${name}(profileId: "${id}") { profile { id isMutedByMe isFollowedByMe } userErrors { code field } } }`,
    who,
  );
const notInterested = (id: string, who: Person | null = viewer) =>
  send(`mutation { it: notInterested(momentId: "${id}") { moment { id } userErrors { code field } } }`, who);

describe('muting', () => {
  it('answers how it stands, the first time and every other, and the feed obeys', async () => {
    const profile = { id: author.profileId, isFollowedByMe: true };
    expect(await following()).toEqual(momentIds);
    for (let time = 0; time < 2; time += 1) {
      const answer = { it: { profile: { ...profile, isMutedByMe: true }, userErrors: [] } };
      expect(await call('mute', author.profileId)).toEqual(answer);
    }
    expect(await muted()).toEqual([author.profileId]);
    expect(await following()).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      const answer = { it: { profile: { ...profile, isMutedByMe: false }, userErrors: [] } };
      expect(await call('unmute', author.profileId)).toEqual(answer);
    }
    expect(await muted()).toEqual([]);
    expect(await following()).toEqual(momentIds);
  });

  it('hides nothing outside the feed', async () => {
    await call('mute', author.profileId);
    const { profile, moment } = await send<{ profile: { moments: List; followers: List }; moment: object }>(
      `{ profile(id: "${author.profileId}") { moments { edges { node { id } } } followers { edges { node { id } } } }
         moment(id: "${momentIds[0]}") { id author { isMutedByMe } } }`,
    );
    expect(idsOf(profile.moments)).toEqual(momentIds);
    expect(idsOf(profile.followers)).toContain(viewer.profileId);
    expect(moment).toEqual({ id: momentIds[0], author: { isMutedByMe: true } });
  });

  it('needs an account, and somebody else who is there', async () => {
    const refused = (code: string, field: string[] | null) => ({
      it: { profile: null, userErrors: [{ code, field }] },
    });
    for (const name of ['mute', 'unmute', 'block', 'unblock']) {
      expect(await call(name, author.profileId, null)).toEqual(refused('UNAUTHENTICATED', null));
      for (const nobody of [toGlobalId('profile', newId()), momentIds[0]!, 'pro_1', '']) {
        expect(await call(name, nobody)).toEqual(refused('NOT_FOUND', ['profileId']));
      }
    }
    for (const name of ['mute', 'block']) {
      expect(await call(name, viewer.profileId)).toEqual(refused('INVALID_INPUT', ['profileId']));
    }
  });
});

describe('not being interested', () => {
  it('answers with the moment, again and again, and keeps it out of the feed', async () => {
    for (let time = 0; time < 2; time += 1) {
      expect(await notInterested(momentIds[1]!)).toEqual({ it: { moment: { id: momentIds[1] }, userErrors: [] } });
    }
    expect(await following()).toEqual([momentIds[0], momentIds[2]]);
    const { feed } = await send<{ feed: List }>('{ feed(first: 50) { edges { node { id } } } }');
    expect(idsOf(feed)).not.toContain(momentIds[1]);
    expect(await send(`{ moment(id: "${momentIds[1]}") { id } }`)).toEqual({ moment: { id: momentIds[1] } });
  });

  it('needs an account and a moment that is there', async () => {
    const refused = (code: string, field: string[] | null) => ({ it: { moment: null, userErrors: [{ code, field }] } });
    expect(await notInterested(momentIds[0]!, null)).toEqual(refused('UNAUTHENTICATED', null));
    for (const nothing of [toGlobalId('moment', newId()), author.profileId, 'mom_1', '']) {
      expect(await notInterested(nothing)).toEqual(refused('NOT_FOUND', ['momentId']));
    }
  });
});
