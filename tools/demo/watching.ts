import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '../client/graphql-client.js';
import type { SeenCard } from './shop.js';

/** A moment as the feed brings it. */
export interface Served {
  playbackToken: string;
  node: {
    id: string;
    author: { id: string; handle: string };
    video: { durationMs: number } | null;
    productCards: { product: SeenCard['product'] & { inStock: boolean } }[];
  };
}

export interface Watched extends Served {
  watchedMs: number;
  occurredAt: Date;
}

const feedDocument = `query ($first: Int!) { feed(first: $first) { edges { playbackToken node {
  id author { id handle } video { durationMs }
  productCards { product { id externalId inStock price { amount } } } } } } }`;
const recordDocument = `mutation ($input: RecordViewsInput!) { recordViews(input: $input) {
  accepted rejected { id code } userErrors { message } } }`;

export async function serve(client: GraphqlClient, first: number): Promise<Served[]> {
  const { feed } = await client.send<{ feed: { edges: Served[] } }>(feedDocument, { first: Math.min(first, 15) });
  return feed.edges;
}

/** Tells what was watched; gives how many views were taken, and says so of one that is not believed. */
export async function report(client: GraphqlClient, watched: readonly Watched[]): Promise<number> {
  if (watched.length === 0) return 0;
  const events = watched.map(({ node, playbackToken, watchedMs, occurredAt }) => ({
    ...{ id: randomUUID(), playbackToken, watchedMs, occurredAt: occurredAt.toISOString() },
    loops: node.video ? Math.floor(watchedMs / node.video.durationMs) : 0,
  }));
  interface Answer {
    recordViews: { accepted: number; rejected: { code: string }[]; userErrors: { message: string }[] };
  }
  const { recordViews } = await client.send<Answer>(recordDocument, { input: { events } });
  for (const { code } of recordViews.rejected) console.log(`  a view was refused: ${code}`);
  return recordViews.accepted;
}
