import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type AccountId, fromGlobalId, toGlobalId } from '@moments/kernel';
import { execute, LiveNews, MultipartUploads } from '@moments/platform';
import { momentChanged } from '@moments/moments';
import { aPublishedMoment } from '@moments/testing/moments';
import { randomBytes, randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { statementsOf } from '../support/statements.js';

const uploadFields = `id status byteSize partSize uploadedParts { number etag byteSize } rejection { code reason }
  partUrls { number url byteSize }`;
const momentFields = `id kind status caption hashtags commentsEnabled createdAt publishedAt processingProgress shareUrl
  author { id isMe } failure { code } photos { width }
  video { hlsUrl durationMs preview poster { small: url(width: 300, format: WEBP) any: url width thumbhash } renditions { height codec } }`;

interface Errors {
  userErrors: { code: string; reason: string; field: string[] | null }[];
}
interface Upload {
  id: string;
  status: string;
  partUrls: { url: string; byteSize: number }[];
  rejection: { reason: string } | null;
}
interface Moment {
  id: string;
  status: string;
  caption: string;
  processingProgress: number | null;
}

describe('uploads and moments over HTTP', () => {
  let gateway: TestGateway;
  let ada: { token: string; accountId: AccountId };
  let bob: typeof ada;

  beforeAll(async () => {
    gateway = await startGateway({ open: ['MOMENTS'] });
    [ada, bob] = [await signUp(), await signUp()];
  });
  afterAll(() => gateway.close());

  async function signUp(): Promise<typeof ada> {
    const handle = `h${randomBytes(6).toString('hex')}`;
    const input = {
      email: `${handle}@example.com`,
      password: 'kedr-vetka-8-zima',
      handle,
      displayName: 'X',
      region: 'RU',
    };
    const { data } = await gateway.query<{ signUp: { accessToken: string; account: { id: string } } }>(
      'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken account { id } } }',
      { input },
    );
    return { token: data!.signUp.accessToken, accountId: fromGlobalId('account', data!.signUp.account.id)! };
  }

  async function ask<Data>(document: string, variables: Record<string, unknown>, token?: string): Promise<Data> {
    const { data, errors } = await gateway.query<Data>(document, variables, { token });
    expect(errors).toBeUndefined();
    return data!;
  }

  const start = async (more: Record<string, unknown> = {}, token = ada.token) => {
    const input = {
      purpose: 'VIDEO',
      fileName: 'a.mp4',
      contentType: 'video/mp4',
      byteSize: 64,
      idempotencyKey: randomUUID(),
    };
    const { startUpload } = await ask<{ startUpload: { upload: Upload | null } & Errors }>(
      `mutation ($input: StartUploadInput!) { startUpload(input: $input) { upload { ${uploadFields} } userErrors { code reason field } } }`,
      { input: { ...input, ...more } },
      token,
    );
    return startUpload;
  };

  const complete = async (uploadId: string, parts: unknown[], token = ada.token) =>
    (
      await ask<{ completeUpload: { upload: Upload | null } & Errors }>(
        `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) { upload { ${uploadFields} } userErrors { code reason field } } }`,
        { input: { uploadId, parts } },
        token,
      )
    ).completeUpload;

  async function anUpload(head = '\0\0\0\x18ftypisom\0\0\0\0isomavc1'): Promise<Upload> {
    const { upload } = await start();
    const body = Buffer.alloc(64, head, 'latin1');
    const response = await fetch(upload!.partUrls[0]!.url, { method: 'PUT', body });
    return (await complete(upload!.id, [{ number: 1, etag: response.headers.get('etag') }])).upload!;
  }

  const create = async (more: Record<string, unknown>, token = ada.token) => {
    const input = { caption: 'Hello #World', idempotencyKey: randomUUID(), ...more };
    const { createMoment } = await ask<{ createMoment: { moment: Moment | null } & Errors }>(
      `mutation ($input: CreateMomentInput!) { createMoment(input: $input) { moment { ${momentFields} } userErrors { code reason field } } }`,
      { input },
      token,
    );
    return createMoment;
  };

  const node = async (id: string, token?: string) =>
    (
      await ask<{ node: { __typename: string } | null }>(
        'query ($id: ID!) { node(id: $id) { __typename id } }',
        { id },
        token,
      )
    ).node;

  it('a file goes into the store by its part URLs and is found afterwards by its owner alone', async () => {
    const upload = await anUpload();

    expect(upload).toMatchObject({ status: 'COMPLETED', partUrls: [], rejection: null });
    expect(await node(upload.id, ada.token)).toEqual({ __typename: 'Upload', id: upload.id });
    expect(await node(upload.id, bob.token)).toBeNull();
    expect(await node(upload.id)).toBeNull();
  });

  it('many uploads are read at once, and the store is asked once for what has arrived of each', async () => {
    const opened = [(await start()).upload!, (await start()).upload!];
    await fetch(opened[0]!.partUrls[0]!.url, { method: 'PUT', body: Buffer.alloc(64) });
    const listParts = jest.spyOn(gateway.app.get(MultipartUploads), 'listParts');
    let nodes: unknown;
    const statements = await statementsOf(async () => {
      ({ nodes } = await ask<{ nodes: unknown }>(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Upload { partUrls { number } uploadedParts { number } } } }`,
        { ids: opened.map(({ id }) => id) },
        ada.token,
      ));
    });
    expect(statements.filter((name) => name.startsWith('media.'))).toEqual(['media.own_uploads']);
    expect(listParts).toHaveBeenCalledTimes(2);
    listParts.mockRestore();
    expect(nodes).toEqual([
      { id: opened[0]!.id, partUrls: [], uploadedParts: [{ number: 1 }] },
      { id: opened[1]!.id, partUrls: [{ number: 1 }], uploadedParts: [] },
    ]);
  });

  it('says what is wrong in userErrors, with the path of the field', async () => {
    expect((await start({ byteSize: 0 })).userErrors).toMatchObject([{ reason: 'upload_empty', field: ['byteSize'] }]);
    expect((await start({ contentType: 'nonsense' })).userErrors).toMatchObject([{ field: ['contentType'] }]);
    const { upload } = await start();
    expect((await complete(upload!.id, [])).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['parts'] }]);
    expect((await complete(upload!.id, [], bob.token)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['uploadId'] },
    ]);
    expect((await complete('upl_nonsense', [])).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('tells why a file was rejected', async () => {
    expect(await anUpload('#EXTM3U\n')).toMatchObject({ status: 'REJECTED', rejection: { reason: 'not_a_video' } });
  });

  it('makes a moment that only its author sees while it is made', async () => {
    const { moment } = await create({ uploadIds: [(await anUpload()).id] });

    expect(moment).toMatchObject({
      ...{ kind: 'VIDEO', status: 'PROCESSING', hashtags: ['world'], processingProgress: 0, video: null, photos: [] },
      author: { isMe: true },
      shareUrl: expect.stringContaining(moment!.id),
    });
    expect(await node(moment!.id, ada.token)).toMatchObject({ __typename: 'Moment' });
    expect(await node(moment!.id, bob.token)).toBeNull();
    expect(await node(moment!.id)).toBeNull();
  });

  it.each([
    ['a foreign id', () => ({ uploadIds: ['mom_x'] }), ['uploadIds', '0']],
    [
      'a product that there is not',
      () => ({ uploadIds: [], productTags: [{ productId: 'prd_1' }] }),
      ['productTags', '0', 'productId'],
    ],
    [
      'a campaign that there is not',
      () => ({ uploadIds: [], submissionToCampaignId: 'x' }),
      ['submissionToCampaignId'],
    ],
  ])('does not make a moment with %s', async (_, input, field) => {
    expect((await create(input())).userErrors).toMatchObject([{ code: 'NOT_FOUND', field }]);
  });

  it('shows a published moment with addresses for every width and format', async () => {
    const momentId = await aPublishedMoment(gateway, { authorId: ada.accountId });
    const { moment } = await ask<{ moment: { video: { poster: { small: string; any: string }; hlsUrl: string } } }>(
      `query ($id: ID!) { moment(id: $id) { ${momentFields} } }`,
      { id: toGlobalId('moment', momentId) },
    );

    const { video } = moment;
    expect(video.hlsUrl).toMatch(/^http.*\/made-up\/master\.m3u8$/);
    expect(video.poster.small).toMatch(/poster-360\.webp$/);
    expect(video.poster.any).toMatch(/poster-720\.jpeg$/);
  });

  it('lists an author’s own in every state, and to others what is published', async () => {
    const eve = await signUp();
    const published = toGlobalId('moment', await aPublishedMoment(gateway, { authorId: eve.accountId }));
    const upload = await anUpload();
    await gateway.database.transaction((tx) =>
      execute(tx, 'update uploads set account_id = $2 where id = $1', [
        fromGlobalId('upload', upload.id),
        eve.accountId,
      ]),
    );
    const making = (await create({ uploadIds: [upload.id] }, eve.token)).moment!.id;
    const own = (status: string[] | null) =>
      ask<{ me: { moments: { edges: { node: { id: string } }[] } } }>(
        'query ($status: [MomentStatus!]) { me { moments(status: $status) { edges { node { id } } pageInfo { hasNextPage } } } }',
        { status },
        eve.token,
      );
    const ids = ({ edges }: { edges: { node: { id: string } }[] }) => edges.map((edge) => edge.node.id);

    expect(new Set(ids((await own(null)).me.moments))).toEqual(new Set([making, published]));
    expect(ids((await own(['PROCESSING'])).me.moments)).toEqual([making]);
    const { profile } = await ask<{ profile: { moments: { edges: { node: { id: string } }[] } } }>(
      'query ($id: ID!) { profile(id: $id) { moments { edges { node { id } } } } }',
      { id: toGlobalId('account', eve.accountId).replace('acc', 'pro') },
    );
    expect(ids(profile.moments)).toEqual([published]);
  });

  it('is changed and removed by its author, and by nobody else', async () => {
    const { moment } = await create({ uploadIds: [(await anUpload()).id] });
    const update = (token: string) =>
      ask<{ updateMoment: { moment: Moment | null } & Errors }>(
        'mutation ($input: UpdateMomentInput!) { updateMoment(input: $input) { moment { caption } userErrors { code } } }',
        { input: { momentId: moment!.id, caption: 'New' } },
        token,
      );
    const remove = (token: string) =>
      ask<{ deleteMoment: { moment: Moment | null } & Errors }>(
        'mutation ($id: ID!) { deleteMoment(momentId: $id) { moment { status } userErrors { code } } }',
        { id: moment!.id },
        token,
      );

    expect((await update(bob.token)).updateMoment.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    expect((await update(ada.token)).updateMoment).toEqual({ moment: { caption: 'New' }, userErrors: [] });
    expect((await remove(bob.token)).deleteMoment.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    expect((await remove(ada.token)).deleteMoment.moment).toEqual({ status: 'REMOVED' });
    expect((await remove(ada.token)).deleteMoment.moment).toEqual({ status: 'REMOVED' });
    expect(await node(moment!.id, ada.token)).toBeNull();
  });

  it('needs an account for everything that changes something', async () => {
    const { data } = await gateway.query<{ abortUpload: Errors }>(
      'mutation { abortUpload(uploadId: "upl_1") { userErrors { code } } }',
    );

    expect(data!.abortUpload.userErrors).toEqual([{ code: 'UNAUTHENTICATED' }]);
  });

  it('tells how far a moment is, from where it stands to its end, to its author alone', async () => {
    const { moment } = await create({ uploadIds: [(await anUpload()).id] });
    const momentId = fromGlobalId('moment', moment!.id)!;
    const query = 'subscription ($id: ID!) { momentProcessing(momentId: $id) { status processingProgress } }';
    const socket = gateway.socket({ token: ada.token });
    const strangers = gateway.socket({ token: bob.token });
    try {
      const told: unknown[] = [];
      for await (const { data } of socket.iterate({ query, variables: { id: moment!.id } })) {
        told.push(data?.momentProcessing);
        if (told.length > 1) continue;
        await gateway.database.transaction((tx) =>
          execute(tx, `update moments set status = 'FAILED', failure = '{"code":"UNSUPPORTED_MEDIA"}' where id = $1`, [
            momentId,
          ]),
        );
        await gateway.app.get(LiveNews).publish(momentChanged, momentId, { status: 'FAILED' });
      }

      expect(told).toEqual([
        { status: 'PROCESSING', processingProgress: 0 },
        { status: 'FAILED', processingProgress: null },
      ]);
      const refused = await strangers
        .iterate({ query, variables: { id: moment!.id } })
        .next()
        .catch((error: unknown) => error);
      expect(JSON.stringify(refused)).toContain('NOT_FOUND');
    } finally {
      await Promise.all([socket.dispose(), strangers.dispose()]);
    }
  });
});
