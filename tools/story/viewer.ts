import { randomUUID } from 'node:crypto';
import { subscribe } from '../client/live.js';
import { errors } from './asking.js';
import { atLeast, including, text } from './expecting.js';
import { type FetchedText, fetchSize, fetchText, lastLine } from './fetching.js';
import { join, type Member, signIn, type World } from './world.js';

/** One item of the feed, as an app shows it. */
interface Card {
  playbackToken: string;
  node: {
    id: string;
    caption: string;
    author: { id: string; handle: string };
    video: { hlsUrl: string; durationMs: number } | null;
  };
}

interface Feed {
  feed: { edges: Card[]; pageInfo: { endCursor: string } };
}

const feedDocument = `query Feed($after: String) {
  feed(first: 3, after: $after) {
    edges {
      playbackToken
      node {
        id
        caption
        author { id handle displayName }
        video { hlsUrl durationMs }
        productCards { product { title price { amount currency } inStock } }
        stats { views likes comments }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Viewing {
  viewer: Member;
  /** A moment of the demo's that the viewer has watched. */
  momentId: string;
}

/** Somebody who only came to watch. */
export async function viewerWatches(world: World): Promise<Viewing> {
  world.tell.chapter('A viewer comes, watches and is heard');
  const viewer = await join(world, 'viewer', 'Vera');
  const cards = await scroll(world, viewer);
  await play(world, viewer, cards);
  const momentId = await beHeard(world, viewer);
  return { viewer, momentId };
}

async function scroll({ tell }: World, viewer: Member): Promise<Card[]> {
  const expect = { feed: { edges: atLeast(1), pageInfo: { hasNextPage: true, endCursor: text() } } };
  const first = await tell.ask<Feed>({
    ...{ who: viewer, why: 'opens the feed: each card with its author, its products and a playback token' },
    ...{ document: feedDocument, expect },
  });
  const after = first.feed.pageInfo.endCursor;
  const second = await tell.ask<Feed>({
    ...{ who: viewer, why: 'scrolls on' },
    ...{ document: feedDocument, variables: { after }, expect: { feed: { edges: atLeast(1) } } },
  });
  const cards = [...first.feed.edges, ...second.feed.edges];
  const ids = cards.map(({ node }) => node.id);
  tell.prove({
    ...{ who: viewer, why: 'has seen nothing twice' },
    shown: [`${cards.length} moments, ${new Set(ids).size} of them different`],
    wrong: new Set(ids).size === ids.length ? [] : [`the pages repeat a moment: ${ids.join(', ')}`],
  });
  return cards;
}

/** Plays the first video of the cards as a player does: playlist, quality, segment. Then the app reports what was watched. */
async function play({ tell }: World, viewer: Member, cards: readonly Card[]): Promise<void> {
  const card = cards.find(({ node }) => node.video);
  if (!card?.node.video) throw new Error('The feed begins with photos alone: there is no video to play.');
  const { hlsUrl, durationMs } = card.node.video;
  const master = await tell.call<FetchedText>({
    ...{ who: viewer, why: 'plays a video: the playlist of its qualities' },
    ...{ call: `GET ${hlsUrl}`, send: () => fetchText(hlsUrl) },
    expect: { status: 200, body: text(/^#EXTM3U[^]*#EXT-X-STREAM-INF/) },
  });
  const qualityUrl = new URL(lastLine(master.body), hlsUrl).href;
  const quality = await tell.call<FetchedText>({
    ...{ who: viewer, why: 'plays the smallest of them' },
    ...{ call: `GET ${qualityUrl}`, send: () => fetchText(qualityUrl) },
    expect: { status: 200, body: text(/#EXTINF:[^]*#EXT-X-ENDLIST/) },
  });
  const segment = quality.body.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const segmentUrl = new URL(segment, qualityUrl).href;
  await tell.call({
    ...{ who: viewer, why: 'gets the first segment, from the store and not through the gateway' },
    ...{ call: `GET ${segmentUrl}`, send: () => fetchSize(segmentUrl), expect: { status: 200 } },
  });

  const watched = {
    id: randomUUID(),
    playbackToken: card.playbackToken,
    watchedMs: durationMs,
    occurredAt: new Date().toISOString(),
  };
  const document = `mutation Watched($events: [ViewEventInput!]!) {
    recordViews(input: { events: $events }) { accepted duplicates rejected { id code } ${errors} }
  }`;
  const events = [watched, { ...watched, id: randomUUID(), playbackToken: 'made up' }];
  const expected = { rejected: [{ id: events[1]?.id, code: 'INVALID_TOKEN' }], userErrors: [] };
  await tell.ask({
    ...{ who: viewer, why: 'reports the view; one with a made-up token is refused and harms no other' },
    ...{ document, variables: { events }, expect: { recordViews: { accepted: 1, duplicates: 0, ...expected } } },
  });
  await tell.ask({
    ...{ who: viewer, why: 'reports it again, as an app does that got no answer: it is stored once' },
    ...{ document, variables: { events }, expect: { recordViews: { accepted: 0, duplicates: 1, ...expected } } },
  });
}

interface ToldNews {
  notificationAdded: { kind: string; text: string; actors: { id: string }[] };
}

/** The viewer likes, follows, saves and comments; a creator of the demo is told while it happens. */
async function beHeard(world: World, viewer: Member): Promise<string> {
  const { tell, running } = world;
  const creator = await signIn(world, 'creator');
  const { me } = await tell.ask<{
    me: { notifications: { edges: { cursor: string }[] }; moments: { edges: { node: { id: string } }[] } };
  }>({
    ...{ who: creator, why: 'looks up what came last, and what there is to see of them' },
    document: `query Latest {
      me {
        notifications(first: 1) { edges { cursor node { kind text } } }
        moments(first: 1, status: [PUBLISHED]) { edges { node { id caption } } }
      }
    }`,
    expect: { me: { notifications: { edges: atLeast(1) }, moments: { edges: atLeast(1) } } },
  });
  const momentId = me.moments.edges[0]?.node.id ?? '';
  const news = `subscription News($after: String) {
    notificationAdded(after: $after) { kind text actors { id displayName } subject { id } }
  }`;
  const listening = { wsUrl: running.wsUrl, accessToken: creator.client.accessToken };
  const live = subscribe<ToldNews>(listening, news, { after: me.notifications.edges[0]?.cursor });
  try {
    await engage(world, viewer, { momentId, profileId: creator.profileId });
    const wanted = new Set(['MOMENT_LIKED', 'NEW_FOLLOWER', 'MOMENT_COMMENTED']);
    await tell.call({
      ...{ who: creator, why: 'is told of all of it, live' },
      ...{ call: `subscribe over ${running.wsUrl}`, sent: news },
      send: async () => {
        const told = [];
        while (wanted.size > 0) {
          const { notificationAdded: added } = await live.next(20_000);
          if (!added.actors.some(({ id }) => id === viewer.profileId) || !wanted.delete(added.kind)) continue;
          told.push(`${added.kind}: ${added.text}`);
        }
        return told;
      },
      expect: including(text(/^NEW_FOLLOWER: Vera /)),
    });
  } finally {
    await live.close();
  }
  return momentId;
}

async function engage({ tell }: World, viewer: Member, to: { momentId: string; profileId: string }): Promise<void> {
  await tell.ask({
    ...{ who: viewer, why: 'likes a moment, keeps it, and follows who made it, in one request' },
    document: `mutation Engage($momentId: ID!, $profileId: ID!) {
      like(momentId: $momentId) { moment { likedByMe stats { likes } } ${errors} }
      save(momentId: $momentId) { moment { savedByMe } ${errors} }
      follow(profileId: $profileId) { profile { handle isFollowedByMe followersCount } ${errors} }
    }`,
    variables: to,
    expect: {
      like: { moment: { likedByMe: true }, userErrors: [] },
      save: { moment: { savedByMe: true }, userErrors: [] },
      follow: { profile: { isFollowedByMe: true }, userErrors: [] },
    },
  });
  await tell.ask({
    ...{ who: viewer, why: 'says something' },
    document: `mutation Comment($input: AddCommentInput!) {
      addComment(input: $input) { comment { id text author { handle } } ${errors} }
    }`,
    variables: { input: { momentId: to.momentId, text: 'How slowly it moves!', idempotencyKey: randomUUID() } },
    expect: { addComment: { comment: { author: { handle: viewer.handle } }, userErrors: [] } },
  });
}
