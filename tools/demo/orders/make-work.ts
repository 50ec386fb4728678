import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphqlClient } from '../../client/graphql-client.js';
import { createMoment, uploadFile, whenProcessed } from '../../client/journey.js';
import { drawPhoto } from '../draw.js';
import type { Order } from './order.js';

/** Colours of the light in which things are shown; each work has one of its own. */
const lights = ['0x264653', '0x8d5b4c', '0x5f0f40', '0x2a9d8f', '0x6a4c93', '0x9a6324', '0x1d3557', '0x606c38'];
let drawn = 0;

/** A creator makes the moment that an order asks for: a photo with the product's card on it. Gives its id. */
export async function makeWork(order: Order, creator: string): Promise<string> {
  const client = await order.world.as(creator);
  const uploadId = await uploadPhoto(client);
  const productTags = [{ productId: await order.productId(), x: 0.5, y: 0.7 }];
  const caption = `${order.terms.title}, by ${creator}`;
  const id = await createMoment(client, {
    uploadIds: [uploadId],
    caption,
    productTags,
    submissionToCampaignId: order.id,
  });
  const { status, failure } = await whenProcessed(client, id);
  // It is published only when the seller approves it.
  if (status !== 'DRAFT') throw new Error(`the work of ${creator} ended as ${status}: ${failure?.message ?? ''}`);
  return id;
}

/** Draws a photo and takes it into the store; gives the upload's id. */
export async function uploadPhoto(client: GraphqlClient): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'moments-demo-work-'));
  try {
    drawn += 1;
    const [from, to] = [lights[drawn % lights.length], lights[(drawn * 3 + 1) % lights.length]];
    const picture = `gradients=s=1080x1350:n=3:c0=${from}:c1=0xf4f1de:c2=${to}:speed=0.01:seed=${100 + drawn}`;
    const path = await drawPhoto(picture, randomUUID(), folder);
    return await uploadFile(client, { path, purpose: 'PHOTO', contentType: 'image/jpeg' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
