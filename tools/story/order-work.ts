import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join as joinPath } from 'node:path';
import { promisify } from 'node:util';
import { uploadFile } from '../client/journey.js';
import { errors, key, roubles } from './asking.js';
import { text } from './expecting.js';
import { engagementFields, type Order, reward } from './order.js';
import type { Listening } from './webhooks.js';
import type { Member, World } from './world.js';

const run = promisify(execFile);

/** Handed in, changed as asked, approved: published with its label, paid once it has stayed so. */
export async function approvedWork(world: World, order: Order, creator: Member, listening: Listening): Promise<void> {
  const { tell } = world;
  const { engagementId, momentId } = await take(world, order, creator);
  const hand = () => submit(world, creator, { engagementId, momentId });
  await hand();
  await listening.hears('engagement.submitted');
  const review = (why: string, variables: object, expect: object) =>
    tell.ask({
      ...{ who: order.seller, why },
      document: `mutation Review($engagementId: ID!, $approve: Boolean!, $comment: String, $idempotencyKey: String!) {
      reviewWork(engagementId: $engagementId, approve: $approve, comment: $comment, idempotencyKey: $idempotencyKey) {
        engagement {
        ${engagementFields}
        }
        ${errors}
      }
    }`,
      variables: { engagementId, idempotencyKey: key(), ...variables },
      expect: { reviewWork: { engagement: expect, userErrors: [] } },
    });
  const comment = 'A little brighter, please.';
  await review(
    'asks for changes, in writing',
    { approve: false, comment },
    { status: 'REVISION_REQUESTED', revisionsLeft: 1 },
  );
  await hand();
  await review(
    'approves it: that publishes it, and the reward waits for one day of being seen',
    { approve: true },
    {
      ...{ status: 'APPROVED', payableAt: text(), reward: roubles(reward) },
      moment: { status: 'PUBLISHED', disclosure: { advertiser: text(/^Kettle House/), erid: 'Kra23f9vyQ' } },
      submissions: [
        { round: 1, decision: 'CHANGES', comment },
        { round: 2, decision: 'APPROVED' },
      ],
    },
  );
}

/** A creator takes a place, and makes a photo moment for it. */
export async function take(
  world: World,
  order: Order,
  creator: Member,
): Promise<{ engagementId: string; momentId: string }> {
  const { tell } = world;
  const { takeOrder } = await tell.ask<{ takeOrder: { engagement: { id: string } } }>({
    ...{ who: creator, why: 'takes a place under the terms that they have read' },
    document: `mutation Take($orderId: ID!, $termsVersion: Int, $idempotencyKey: String!) {
      takeOrder(orderId: $orderId, termsVersion: $termsVersion, idempotencyKey: $idempotencyKey) {
        engagement { id status termsVersion dueAt reward { amount currency } }
        ${errors}
      }
    }`,
    variables: { orderId: order.id, termsVersion: 1, idempotencyKey: key() },
    expect: { takeOrder: { engagement: { status: 'ACCEPTED', reward: roubles(reward) }, userErrors: [] } },
  });
  const uploadId = await photo(world, creator);
  const input = {
    ...{ uploadIds: [uploadId], caption: 'It pours #kettle', productTags: [{ productId: order.productId }] },
    ...{ submissionToCampaignId: order.id, idempotencyKey: key() },
  };
  const { createMoment } = await tell.ask<{ createMoment: { moment: { id: string } } }>({
    ...{ who: creator, why: 'makes the moment for it, with the product’s card' },
    document: `mutation Work($input: CreateMomentInput!) { createMoment(input: $input) { moment { id status } ${errors} } }`,
    variables: { input },
    expect: { createMoment: { moment: { status: 'PROCESSING' }, userErrors: [] } },
  });
  const momentId = createMoment.moment.id;
  await tell.ask({
    ...{ who: creator, why: 'has it ready: labelled, and seen by nobody else yet' },
    document: 'query Ready($id: ID!) { moment(id: $id) { status disclosure { advertiser erid } } }',
    variables: { id: momentId },
    expect: { moment: { status: 'DRAFT', disclosure: { erid: 'Kra23f9vyQ' } } },
    waits: true,
  });
  return { engagementId: takeOrder.engagement.id, momentId };
}

/** Hands the moment in. */
export const submit = ({ tell }: World, creator: Member, work: { engagementId: string; momentId: string }) =>
  tell.ask({
    ...{ who: creator, why: 'hands it in' },
    document: `mutation Submit($engagementId: ID!, $momentId: ID!, $idempotencyKey: String!) {
      submitWork(engagementId: $engagementId, momentId: $momentId, idempotencyKey: $idempotencyKey) {
        engagement { id status reviewDueAt revisionsLeft }
        ${errors}
      }
    }`,
    variables: { ...work, idempotencyKey: key() },
    expect: { submitWork: { engagement: { status: 'SUBMITTED' }, userErrors: [] } },
  });

const photo = ({ tell, folder }: World, creator: Member): Promise<string> =>
  tell.call<string>({
    ...{ who: creator, why: 'takes a photo (drawn by ffmpeg) and uploads it as before' },
    call: 'startUpload, PUT, completeUpload',
    send: async () => {
      const path = joinPath(folder, `${randomUUID()}.jpg`);
      const picture = 'gradients=s=720x1280:c0=#b8703a:c1=#f4d9b0:seed=5,format=yuvj420p';
      await run('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', picture, '-frames:v', '1', path]);
      return uploadFile(creator.client, { path, purpose: 'PHOTO', contentType: 'image/jpeg' });
    },
    expect: text(/^upl_/),
  });
