import { randomUUID } from 'node:crypto';
import { GraphqlClient } from '../client/graphql-client.js';
import { createDocument } from '../client/journey.js';
import { subscribe } from '../client/live.js';
import { atLeast, number, text } from './expecting.js';
import { refusedFile, uploadInTwoParts } from './uploading.js';
import { join, type Member, type World } from './world.js';

export interface Creating {
  creator: Member;
  momentId: string;
  product: { id: string; externalId: string; title: string; price: { amount: string } };
}

/** Somebody who has something to show. */
export async function creatorPublishes(world: World): Promise<Creating> {
  world.tell.chapter('A creator uploads, publishes and shows a product');
  const creator = await join(world, 'creator', 'Mira');
  await refusedFile(world, creator);
  const uploadId = await uploadInTwoParts(world, creator);
  const momentId = await publish(world, creator, uploadId);
  const product = await tagProduct(world, creator, momentId);
  return { creator, momentId, product };
}

interface Processing {
  momentProcessing: { status: string; processingProgress: number | null; failure: { message: string } | null };
}

async function publish({ tell, running }: World, creator: Member, uploadId: string): Promise<string> {
  const input = { uploadIds: [uploadId], caption: 'Bars and a clock #test', idempotencyKey: randomUUID() };
  const { createMoment } = await tell.ask<{ createMoment: { moment: { id: string } } }>({
    ...{ who: creator, why: 'makes a moment of it' },
    ...{ document: createDocument, variables: { input } },
    expect: { createMoment: { moment: { id: text(/^mom_/), status: 'PROCESSING' }, userErrors: [] } },
  });
  const { id } = createMoment.moment;
  const watching = `subscription Processing($momentId: ID!) {
    momentProcessing(momentId: $momentId) { status processingProgress failure { code message } }
  }`;
  await tell.call({
    ...{ who: creator, why: 'watches it being made ready for every phone' },
    ...{ call: `subscribe over ${running.wsUrl}`, sent: watching },
    send: async () => {
      const listening = { wsUrl: running.wsUrl, accessToken: creator.client.accessToken };
      const live = subscribe<Processing>(listening, watching, { momentId: id });
      try {
        const told = [];
        for (;;) {
          const { momentProcessing: moment } = await live.next(180_000);
          told.push(moment);
          if (moment.status !== 'PROCESSING') return { first: told[0], tellings: told.length, last: moment };
        }
      } finally {
        await live.close();
      }
    },
    expect: { last: { status: 'PUBLISHED', failure: null } },
  });
  await tell.ask({
    ...{
      who: { name: 'anybody', client: new GraphqlClient(creator.client.url) },
      why: 'sees it now, in several qualities',
    },
    document: `query Moment($id: ID!) {
      moment(id: $id) {
        status
        hashtags
        video { durationMs hasAudio hlsUrl renditions { width height codec bitrate } poster { thumbhash } }
      }
    }`,
    variables: { id },
    expect: {
      moment: {
        ...{ status: 'PUBLISHED', hashtags: ['test'] },
        video: { durationMs: number(2_900), hasAudio: true, renditions: atLeast(2), poster: { thumbhash: text() } },
      },
    },
  });
  return id;
}

async function tagProduct({ tell }: World, creator: Member, momentId: string): Promise<Creating['product']> {
  interface Found {
    searchProducts: { edges: { node: Creating['product'] }[] };
  }
  const { searchProducts } = await tell.ask<Found>({
    ...{ who: creator, why: 'looks for something to show, and mistypes it' },
    document: `query Search($query: String!) {
      searchProducts(query: $query, first: 1) {
        interpretedAs
        edges { node { id externalId title inStock price { amount currency } seller { name } } }
      }
    }`,
    variables: { query: 'papr lantren' },
    expect: { searchProducts: { edges: [{ node: { title: 'Paper lantern', inStock: true } }] } },
  });
  const product = searchProducts.edges[0]?.node;
  if (!product) throw new Error('the demo sells no lantern');
  const productTags = [{ productId: product.id, x: 0.5, y: 0.8, startMs: 0, endMs: 2_000 }];
  await tell.ask({
    ...{ who: creator, why: 'puts its card on the moment for the first two seconds' },
    document: `mutation Tag($input: UpdateMomentInput!) {
      updateMoment(input: $input) {
        moment { productCards { startMs endMs x y product { title price { amount } } } }
        userErrors { code field message }
      }
    }`,
    variables: { input: { momentId, productTags } },
    expect: {
      updateMoment: { moment: { productCards: [{ endMs: 2_000, product: { title: product.title } }] }, userErrors: [] },
    },
  });
  return product;
}
