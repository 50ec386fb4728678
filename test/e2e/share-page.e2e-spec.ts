import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MomentId, newId, toGlobalId } from '@moments/kernel';
import { momentSharing } from '@moments/moments';
import { costSetting, Database, execute, Settings } from '@moments/platform';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

const publicUrl = 'https://moments.example';
const caption = `Tea & "steam" <script>alert(1)</script>`;

let gateway: TestGateway;
let database: Database;
let author: Person;
beforeAll(async () => {
  gateway = await startGateway({ env: { PUBLIC_URL: `${publicUrl}/` } });
  ({ database } = gateway);
  author = await aPerson(gateway, { handle: 'ada', displayName: 'Ada <b>' });
});
afterAll(() => gateway.close());

async function aMoment(): Promise<MomentId> {
  const momentId = await aPublishedMoment({ database }, { authorId: author.accountId });
  await database.transaction((tx) =>
    execute(tx, 'update moments set caption = $2, disclosure = $3, campaign_id = $4 where id = $1', [
      momentId,
      caption,
      JSON.stringify({ advertiser: 'Lantern House', erid: '2Vtzq' }),
      newId<'campaign'>(),
    ]),
  );
  return momentId;
}

const open = (id: string, headers: Record<string, string> = {}) =>
  fetch(new URL(`/m/${id}`, gateway.url), { headers: { 'accept-language': 'en', ...headers } });

async function shareUrlOf(momentId: MomentId): Promise<string> {
  const { data } = await gateway.query<{ node: { shareUrl: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on Moment { shareUrl } } }',
    { id: toGlobalId('moment', momentId) },
  );
  return data!.node.shareUrl;
}

describe('a link to a moment', () => {
  it('leads to the page of the gateway that gave it', async () => {
    const link = new URL(await shareUrlOf(await aMoment()));
    expect(link.origin).toBe(publicUrl);
    expect((await fetch(new URL(link.pathname, gateway.url))).status).toBe(200);
  });

  it('leads to the marketplace’s own pages once it has said so', async () => {
    const momentId = await aMoment();
    const settings = gateway.app.get(Settings);
    await settings.set(momentSharing.name, { baseUrl: 'https://market.example/watch/' }, 'test');
    try {
      expect(await shareUrlOf(momentId)).toBe(`https://market.example/watch/${toGlobalId('moment', momentId)}`);
    } finally {
      await settings.set(momentSharing.name, {}, 'test');
    }
  });
});

describe('the page of a moment', () => {
  it('shows picture, author and words, also to the previews of messengers, and says whom it advertises for', async () => {
    const response = await open(toGlobalId('moment', await aMoment()));
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).toContain('<meta property="og:title" content="Ada &lt;b&gt; (@ada)" />');
    expect(page).toMatch(/<meta property="og:image" content="http[^"]+poster-720\.jpeg" \/>/);
    expect(page).toMatch(/<img src="http[^"]+poster-720\.jpeg" width="720" height="1280" alt="" \/>/);
    expect(page).toContain('<small>Advertisement · Lantern House · erid: 2Vtzq</small>');
  });

  it('speaks the reader’s language', async () => {
    const id = toGlobalId('moment', await aMoment());
    expect(await (await open(id, { 'accept-language': 'ru' })).text()).toContain('<small>Реклама · ');
  });

  it('runs nothing, whatever the author has written', async () => {
    const response = await open(toGlobalId('moment', await aMoment()));
    const page = await response.text();
    expect(page).toContain('<p>Tea &amp; &quot;steam&quot; &lt;script&gt;alert(1)&lt;/script&gt;</p>');
    expect(page).not.toContain('<script');
    const picture = /<img src="([^"]+)"/.exec(page)?.[1];
    expect(response.headers.get('content-security-policy')).toMatch(
      new RegExp(
        `^default-src 'none'; img-src ${new URL(picture!).origin}; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$`,
      ),
    );
  });

  it.each(['PROCESSING', 'DRAFT', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const)(
    'is not there while the moment is %s',
    async (status) => {
      const momentId = await aMoment();
      await setMomentStatus({ database }, { momentId, status });
      const response = await open(toGlobalId('moment', momentId));
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('Ada');
    },
  );

  it.each(['mom_00000000000000000000000000000000', 'mom_x', '%00', 'acc_1'])('is not there for %s', async (id) => {
    const response = await open(id);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('This moment is not here');
  });

  it('costs its reader’s network points, and is refused to one that has none left', async () => {
    const settings = gateway.app.get(Settings);
    const before = await settings.get(costSetting);
    await settings.set(
      costSetting.name,
      { ...before, perOperation: 1, address: { capacity: 1, restoredPerSecond: 1 } },
      'test',
    );
    try {
      const response = await open('mom_x');
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await settings.set(costSetting.name, before, 'test');
    }
  });
});
