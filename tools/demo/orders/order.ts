import type { GraphqlClient } from '../../client/graphql-client.js';
import { mutate } from '../../client/mutate.js';
import type { DemoWorld } from '../world.js';
import type { Terms } from './terms.js';

/** What is read of a mutation about a creator's part in an order. */
export const engagementPayload = 'engagement { id } userErrors { code message }';

/** An order of the calendar as it goes: who is who in it, and how things stand. */
export class Order {
  /** Once it is drafted. */
  id = '';
  /** The work that each creator has made for it, by handle. */
  readonly works = new Map<string, string>();

  constructor(
    readonly terms: Terms,
    readonly world: DemoWorld,
  ) {}

  seller(): Promise<GraphqlClient> {
    return this.world.as(this.terms.by);
  }

  /** What has to be shown. */
  async productId(): Promise<string> {
    interface Found {
      searchProducts: { edges: { node: { id: string; title: string } }[] };
    }
    const { shows } = this.terms;
    const seller = await this.seller();
    const { searchProducts } = await seller.send<Found>(
      'query ($title: String!) { searchProducts(query: $title, first: 10) { edges { node { id title } } } }',
      { title: shows },
    );
    const found = searchProducts.edges.find(({ node }) => node.title === shows);
    if (!found) throw new Error(`no product is called "${shows}"`);
    return found.node.id;
  }

  async status(): Promise<string> {
    const seller = await this.seller();
    const { campaign } = await seller.send<{ campaign: { status: string } }>(
      'query ($order: ID!) { campaign(id: $order) { status } }',
      { order: this.id },
    );
    return campaign.status;
  }

  /** A creator's part in it. */
  async engagement(handle: string): Promise<{ id: string; status: string }> {
    interface Own {
      campaign: { myEngagement: { id: string; status: string } | null } | null;
    }
    const creator = await this.world.as(handle);
    const { campaign } = await creator.send<Own>(
      'query ($order: ID!) { campaign(id: $order) { ... on CreatorOrder { myEngagement { id status } } } }',
      {
        order: this.id,
      },
    );
    if (!campaign?.myEngagement) throw new Error(`${handle} has no part in it`);
    return campaign.myEngagement;
  }

  /** Sends a mutation of somebody's about a creator's part; `$engagement` is that part. */
  async about(creator: string, by: string, document: string, variables: object = {}): Promise<void> {
    const { id } = await this.engagement(creator);
    await mutate(await this.world.as(by), document, { engagement: id, ...variables });
  }
}

/** The profile of somebody with an account. */
export async function profileOf(client: GraphqlClient): Promise<string> {
  const { me } = await client.send<{ me: { profile: { id: string } } }>('{ me { profile { id } } }');
  return me.profile.id;
}
