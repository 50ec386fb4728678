import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { GraphqlClient } from '../../tools/client/graphql-client.js';
import { createMoment, type SignedIn, uploadFile, whenProcessed } from '../../tools/client/journey.js';
import { drawClip, drawPhoto } from '../../tools/demo/draw.js';
import { root } from '../../tools/stack/paths.js';
import { eventually } from '../support/eventually.js';
import { startProduct, type TestProduct } from '../support/product.js';

let product: TestProduct;
let creator: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  product = await startProduct();
  [creator, viewer] = [await product.aPerson('creator'), await product.aPerson('viewer')];
});
afterAll(() => product.close());

/** A GET that is read to its end, so that its connection is free again. */
async function get(url: string): Promise<{ ok: boolean; contentType: string | null }> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return { ok: response.ok, contentType: response.headers.get('content-type') };
}

interface Edge {
  cursor: string;
  playbackToken: string;
  node: {
    id: string;
    kind: string;
    likedByMe: boolean;
    author: { id: string; isFollowedByMe: boolean };
    stats: { likes: number; views: number };
    video: {
      hlsUrl: string;
      durationMs: number;
      width: number;
      height: number;
      hasAudio: boolean;
      poster: { url: string };
      renditions: { width: number; height: number }[];
    } | null;
    photos: { url: string; width: number; height: number }[];
  };
}

const feedDocument = `query Feed($surface: FeedSurface!) {
  feed(surface: $surface, first: 20) {
    edges {
      cursor playbackToken
      node {
        id kind likedByMe author { id isFollowedByMe } stats { likes views }
        video { hlsUrl durationMs width height hasAudio poster { url } renditions { width height } }
        photos { url(width: 640, format: WEBP) width height }
      }
    }
  }
}`;

async function feed(client: GraphqlClient, surface: 'FOR_YOU' | 'FOLLOWING' = 'FOR_YOU'): Promise<Edge[]> {
  return (await client.send<{ feed: { edges: Edge[] } }>(feedDocument, { surface })).feed.edges;
}

/** The feed takes up what is new within seconds; whoever waits for it asks for the ids alone, which costs little. */
async function inFeed(id: string): Promise<Edge> {
  await eventually(async () => {
    const { feed: found } = await viewer.client.send<{ feed: { edges: { node: { id: string } }[] } }>(
      '{ feed(surface: FOR_YOU, first: 20) { edges { node { id } } } }',
    );
    return found.edges.find(({ node }) => node.id === id);
  });
  return (await feed(viewer.client)).find(({ node }) => node.id === id)!;
}

async function published(path: string, caption: string): Promise<Edge> {
  const uploadId = await uploadFile(creator.client, { path, purpose: 'VIDEO', contentType: 'video/mp4' });
  const id = await createMoment(creator.client, { uploadIds: [uploadId], caption });
  const state = await whenProcessed(creator.client, id, { pollMs: 100 });
  expect(state).toMatchObject({ status: 'PUBLISHED', failure: null });
  return inFeed(id);
}

/** Plays as an HLS client does: master playlist, media playlist, a byte range of its file. */
async function play(hlsUrl: string): Promise<{ variants: number; firstBytes: number }> {
  const master = await (await fetch(hlsUrl)).text();
  const variants = master.split('\n').filter((line) => line.endsWith('.m3u8'));
  const mediaUrl = new URL(variants[0] ?? '', hlsUrl);
  const media = await (await fetch(mediaUrl)).text();
  const [, length = 0, offset = 0] = (/#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(media) ?? []).map(Number);
  const fileName = media.split('\n').find((line) => line.endsWith('.mp4')) ?? '';
  const range = `bytes=${offset}-${offset + length - 1}`;
  const segment = await fetch(new URL(fileName, mediaUrl), { headers: { range, origin: 'https://app.example' } });
  expect(segment.status).toBe(206);
  expect(segment.headers.get('access-control-allow-origin')).toBeTruthy();
  expect(segment.headers.get('cache-control')).toMatch(/max-age=\d{6,}/);
  return { variants: variants.length, firstBytes: (await segment.arrayBuffer()).byteLength };
}

describe('a creator’s video on its way to a viewer', () => {
  let edge: Edge;

  it('goes up in presigned parts, becomes a ladder and is in another account’s feed', async () => {
    const clip = await drawClip(
      { name: 'journey', caption: '', picture: 'testsrc2=s=720x1280', sound: '0.1*sin(880*t)', seconds: 5, fps: 30 },
      product.folder,
    );
    edge = await published(clip, 'The first one #journey');

    expect(edge.node.video).toMatchObject({ width: 720, height: 1280, hasAudio: true });
    expect(edge.node.video?.renditions.map(({ width }) => width)).toEqual(
      [720, 480, 360, 240].slice(0, edge.node.video?.renditions.length),
    );
    expect(Math.abs((edge.node.video?.durationMs ?? 0) - 5_000)).toBeLessThanOrEqual(100);
  });

  it('plays by byte ranges from the store, open to any page and cached for long', async () => {
    const { variants, firstBytes } = await play(edge.node.video?.hlsUrl ?? '');

    expect(variants).toBeGreaterThanOrEqual(edge.node.video?.renditions.length ?? 0);
    expect(firstBytes).toBeGreaterThan(1_000);
    expect((await get(edge.node.video?.poster.url ?? '')).contentType).toMatch(/^image\//);
  });

  it('is liked and its author followed, and the feed of those whom one follows has it', async () => {
    await viewer.client.send('mutation($id: ID!) { like(momentId: $id) { userErrors { code } } }', {
      id: edge.node.id,
    });
    await viewer.client.send('mutation($id: ID!) { follow(profileId: $id) { userErrors { code } } }', {
      id: creator.profileId,
    });

    const [followed] = await feed(viewer.client, 'FOLLOWING');
    expect(followed?.node).toMatchObject({
      id: edge.node.id,
      likedByMe: true,
      stats: { likes: 1 },
      author: { id: creator.profileId, isFollowedByMe: true },
    });
  });

  it('is watched: the view is stored once however often it is told, and the feed does not bring it again', async () => {
    const document = `mutation($input: RecordViewsInput!) {
      recordViews(input: $input) { accepted duplicates rejected { code } userErrors { code } }
    }`;
    const event = {
      id: randomUUID(),
      playbackToken: edge.playbackToken,
      watchedMs: 4_000,
      occurredAt: new Date().toISOString(),
    };
    const record = () => viewer.client.send(document, { input: { events: [event] } });

    expect(await record()).toEqual({ recordViews: { accepted: 1, duplicates: 0, rejected: [], userErrors: [] } });
    expect(await record()).toEqual({ recordViews: { accepted: 0, duplicates: 1, rejected: [], userErrors: [] } });
    expect((await feed(viewer.client)).map(({ node }) => node.id)).not.toContain(edge.node.id);
    await eventually(async () => {
      const { moment } = await viewer.client.send<{ moment: { stats: { views: number } } }>(
        'query($id: ID!) { moment(id: $id) { stats { views } } }',
        { id: edge.node.id },
      );
      return moment.stats.views === 1 ? true : undefined;
    });
  });

  it('is gone everywhere once its author deletes it, its files too', async () => {
    await creator.client.send('mutation($id: ID!) { deleteMoment(momentId: $id) { userErrors { code } } }', {
      id: edge.node.id,
    });

    expect((await feed(viewer.client, 'FOLLOWING')).map(({ node }) => node.id)).not.toContain(edge.node.id);
    await eventually(async () => ((await get(edge.node.video?.hlsUrl ?? '')).ok ? undefined : true));
  });
});

it('shows several photos as one moment, upright and in the asked format', async () => {
  const photos = [];
  for (const [index, size] of ['800x1000', '1000x800'].entries()) {
    const path = await drawPhoto(`testsrc2=s=${size}`, `photo-${index}`, product.folder);
    photos.push(await uploadFile(creator.client, { path, purpose: 'PHOTO', contentType: 'image/jpeg' }));
  }
  const id = await createMoment(creator.client, { uploadIds: photos, caption: 'Two #photos' });
  expect((await whenProcessed(creator.client, id, { pollMs: 100 })).status).toBe('PUBLISHED');

  const { node } = await inFeed(id);
  expect(node.kind).toBe('PHOTO');
  expect(node.photos.map(({ width, height }) => [width, height])).toEqual([
    [800, 1000],
    [1000, 800],
  ]);
  expect((await get(node.photos[0]?.url ?? '')).contentType).toBe('image/webp');
});

it('tells the creator in a sentence why a file cannot be used', async () => {
  const path = await drawClip(
    { name: 'short', caption: '', picture: 'testsrc2=s=320x240', seconds: 1, fps: 25 },
    product.folder,
  );
  const uploadId = await uploadFile(creator.client, { path, purpose: 'VIDEO', contentType: 'video/mp4' });
  const id = await createMoment(creator.client, { uploadIds: [uploadId], caption: 'Too short' });
  const { status, failure } = await whenProcessed(creator.client, id, { pollMs: 100 });

  expect(status).toBe('FAILED');
  expect(failure?.message).toMatch(/3 seconds/);
});

const run = promisify(execFile);
const media = join(root, '../shared/data/media');

interface Filmed {
  /** Width and height as one sees them. */
  shape: 'portrait' | 'landscape';
  hasAudio: boolean;
  file: () => Promise<string>;
}

/** Short clips are shown three times over, flags and all: a moment lasts three seconds at least. */
async function looped(file: string): Promise<string> {
  const long = join(product.folder, basename(file));
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-stream_loop', '2', '-i', join(media, file), '-c', 'copy', long]);
  return long;
}

// What people really upload, where it is at hand (none of it is part of the product); a clip of our own always is.
const filmed: Readonly<Record<string, Filmed>> = {
  'a clip filmed lying down': {
    shape: 'portrait',
    hasAudio: false,
    file: () =>
      drawClip(
        { name: 'turned', caption: '', picture: 'testsrc2=s=640x360', seconds: 4, fps: 24, rotation: 90 },
        product.folder,
      ),
  },
  ...(existsSync(media)
    ? {
        'a phone held upright, surround sound': {
          shape: 'portrait',
          hasAudio: true,
          file: () => looped('phone/rotated-minus-90-surround.mp4'),
        },
        'a phone with uneven frames': {
          shape: 'landscape',
          hasAudio: true,
          file: () => looped('phone/android-uneven-frame-rate.mp4'),
        },
        'HEVC in full range': {
          shape: 'landscape',
          hasAudio: true,
          file: () => Promise.resolve(join(media, 'clean/hevc-full-range.mp4')),
        },
        'anamorphic pixels without sound': {
          shape: 'landscape',
          hasAudio: false,
          file: () => Promise.resolve(join(media, 'odd/anamorphic-sar-2x1.mp4')),
        },
      }
    : {}),
};

it.each(Object.entries(filmed))('publishes %s as it was seen when filmed', async (_, { shape, hasAudio, file }) => {
  const { video } = (await published(await file(), 'As seen')).node;

  expect((video?.height ?? 0) > (video?.width ?? 0) ? 'portrait' : 'landscape').toBe(shape);
  expect(video?.hasAudio).toBe(hasAudio);
  expect((await play(video?.hlsUrl ?? '')).firstBytes).toBeGreaterThan(500);
});
