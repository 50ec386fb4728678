import { expect } from '@jest/globals';
import { accountOf, fromGlobalId, SystemClock, toGlobalId } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Database } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { openFeature } from '@moments/testing/identity';
import { rub, transfer } from '@moments/testing/ledger';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { type SignedIn, uploadFile } from '../../tools/client/journey.js';
import { eventually } from './eventually.js';
import type { TestProduct } from './product.js';

/** A place in an order as either side reads it. */
export interface Engagement {
  id: string;
  status: string;
  revisionsLeft: number;
  moment: { id: string; status: string } | null;
  submissions: { round: number; decision: string | null; comment: string | null }[];
  dispute: {
    reason: string;
    toCreator: { amount: string } | null;
    statements: { side: string; text: string; attachments: string[] }[];
  } | null;
  ratings: { side: string; stars: number }[];
}

interface Payload {
  userErrors: { code: string; reason: string; field: string[] | null }[];
  campaign?: { id: string; status: string; escrow: { amount: string } } | null;
  engagement?: Engagement | null;
  moment?: { id: string } | null;
}

export const engagementFields = `id status revisionsLeft moment { id status } submissions { round decision comment }
  dispute { reason toCreator { amount } statements { side text attachments } } ratings { side stars }`;

/** An idempotency key as an argument, new unless it is told. */
export const key = (value: string = randomUUID()): string => `idempotencyKey: "${value}"`;

/** A seller with one product, 2899.99 RUB and its orders, over HTTP. */
export class OrdersClient {
  private constructor(
    private readonly product: TestProduct,
    private readonly source: DataSource,
    readonly database: Database,
    readonly seller: SignedIn,
    readonly productId: string,
  ) {}

  static async open(product: TestProduct): Promise<OrdersClient> {
    const source = await new DataSource({ type: 'postgres', url: product.databaseUrl }).initialize();
    const database = new Database(source);
    await openFeature({ database }, 'CREATOR_ORDERS');
    const seller = await product.aPerson('Shop');
    const accountId = accountOf(fromGlobalId('profile', seller.profileId)!);
    const sellerId = await aSeller({ database }, { name: 'A shop', members: [{ accountId }] });
    const productId = toGlobalId('product', await aProduct({ database }, { sellerId }));
    const deposit = transfer(addresses.bank, addresses.sellerWallet(sellerId), rub('2899.99'));
    await new LedgerService(database, new SystemClock()).postAlone({ ...deposit, kind: 'deposit' });
    return new OrdersClient(product, source, database, seller, productId);
  }

  close(): Promise<void> {
    return this.source.destroy();
  }

  /** Sends one mutation; `selection` of what it made. */
  private async mutate(by: SignedIn, call: string, selection: string): Promise<Payload> {
    const document = `mutation { answer: ${call} { ${selection} userErrors { code reason field } } }`;
    return (await by.client.send<{ answer: Payload }>(document)).answer;
  }

  onEngagement(by: SignedIn, call: string): Promise<Payload> {
    return this.mutate(by, call, `engagement { ${engagementFields} }`);
  }

  /** A new order of the shop, and what publishing it came to. */
  async anOrder(reward: string): Promise<Payload> {
    const deadline = new Date(Date.now() + 86_400_000).toISOString();
    const created = await this.mutate(
      this.seller,
      `createCreatorOrder(input: { title: "A film", brief: "Show it.", productIds: ["${this.productId}"],
        reward: { amount: "${reward}", currency: "RUB" }, deadline: "${deadline}", admission: FIRST_COME,
        keepPublishedDays: 1, erid: "Kra23f9vyQ", ${key()} })`,
      'campaign { id status }',
    );
    expect(created.userErrors).toEqual([]);
    return this.mutate(
      this.seller,
      `publishCampaign(campaignId: "${created.campaign!.id}", ${key()})`,
      'campaign { id status escrow { amount } }',
    );
  }

  async aPhoto(by: SignedIn): Promise<string> {
    const path = join(this.product.folder, `${randomBytes(4).toString('hex')}.jpg`);
    const picture = sharp({ create: { width: 720, height: 1_280, channels: 3, background: '#248' } });
    await writeFile(path, await picture.jpeg().toBuffer());
    return uploadFile(by.client, { path, purpose: 'PHOTO', contentType: 'image/jpeg' });
  }

  async momentFor(by: SignedIn, orderId: string, tags: string): Promise<Payload> {
    return this.mutate(
      by,
      `createMoment(input: { uploadIds: ["${await this.aPhoto(by)}"], caption: "", productTags: ${tags},
        submissionToCampaignId: "${orderId}", ${key()} })`,
      'moment { id }',
    );
  }

  async seen(by: Pick<SignedIn, 'client'>, momentId: string): Promise<object | null> {
    const { moment } = await by.client.send<{ moment: object | null }>(
      `{ moment(id: "${momentId}") { status disclosure { advertiser erid } } }`,
    );
    return moment;
  }

  /** What the clock would do later is done now: the instants that are waited for are put behind us. */
  async timePasses(engagementId: string): Promise<void> {
    const id = fromGlobalId('engagement', engagementId);
    await this.database.transaction(async (tx) => {
      await tx.query(`update engagements set payable_at = now() - interval '1 second' where id = $1`, [id]);
      await tx.query(`select graphile_worker.add_job('advance-engagements', '{}')`);
    });
  }

  untilStatus(by: SignedIn, engagementId: string, status: string): Promise<Engagement> {
    return eventually(async () => {
      const { node } = await by.client.send<{ node: Engagement }>(
        `{ node(id: "${engagementId}") { ... on Engagement { ${engagementFields} } } }`,
      );
      return node.status === status ? node : undefined;
    });
  }
}
