import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type CampaignId,
  Clock,
  type Page,
  pageOf,
  pagesOf,
  type PageWindow,
  type SellerId,
  type TimePosition,
} from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { blockedBetween } from '@moments/social';
import type { CampaignStatus } from '../domain/campaign-machine.js';
import type { CreatorFacts } from '../domain/eligibility.js';
import { afterPosition, positionOf } from '../time-position.js';
import { orderColumns, type OrderRow, orderTables, type OrderView, toOrderView } from './order.view.js';

/** Which orders a list has; what is left out is not asked. */
export interface OrderFilter {
  readonly status?: CampaignStatus;
  readonly ownerId?: AccountId;
}

type Orders = Page<OrderView, TimePosition>;

/*
 * Who sees an order, `$1` being the viewer: members of its seller always; whoever has a part in it, whatever has come
 * between them since; everybody else once it is published, unless it is for invited creators alone or they and its owner
 * are apart. Membership is the catalogue's own table.
 */
const ownSeller = '(select seller_id from seller_members where account_id = $1::uuid)';
const seen = `(campaigns.seller_id = ${ownSeller}
   or exists (select from engagements where campaign_id = campaigns.id and creator_id = $1::uuid offset 0)
   or (campaigns.published_at is not null and asked.admission <> 'INVITED'
       and not ${blockedBetween('$1::uuid', 'campaigns.owner_id')}))`;

const selected = `select ${orderColumns} from ${orderTables()}`;
const newestFirst = 'order by campaigns.listed_at desc, campaigns.id desc';
const afterThat = (first: number) => afterPosition('campaigns.listed_at', 'campaigns.id', first);

const byIds = statement('campaigns.orders-by-id', `${selected} where campaigns.id = any($2) and ${seen}`);
const judged = statement('campaigns.orders-judged', `${selected} where campaigns.id = any($1)`);
const listed = statement(
  'campaigns.orders-listed',
  `${selected} where campaigns.status <> 'DRAFT' and ${afterThat(2)} and ${seen} ${newestFirst} limit $4`,
);
const open = statement(
  'campaigns.orders-open',
  `${selected} where campaigns.status = 'OPEN' and ${afterThat(2)} and ${seen} ${newestFirst} limit $4`,
);
const inStatus = statement(
  'campaigns.orders-in-status',
  `${selected} where campaigns.status <> 'DRAFT' and campaigns.status = $5 and ${afterThat(2)} and ${seen}
    ${newestFirst} limit $4`,
);
const drafts = statement(
  'campaigns.orders-drafts',
  `${selected} where campaigns.seller_id = ${ownSeller} and campaigns.status = 'DRAFT' and ${afterThat(2)}
    ${newestFirst} limit $4`,
);
const ofOwner = statement(
  'campaigns.orders-of-owner',
  `${selected} where campaigns.owner_id = $5 and ($6::text is null or campaigns.status = $6) and ${afterThat(2)}
      and ${seen}
    ${newestFirst} limit $4`,
);
const ofSellers = statement(
  'campaigns.orders-of-sellers',
  `select found.* from unnest($5::uuid[]) as asked_for (seller_id)
    cross join lateral (
      ${selected} where campaigns.seller_id = asked_for.seller_id and ${afterThat(2)} and ${seen}
      ${newestFirst} limit $4) as found`,
);
// Invited ones are asked for nothing else; nobody is shown what their own seller orders, or what they have a part in.
const eligible = statement(
  'campaigns.orders-eligible',
  `${selected}
     left join engagements as own on own.campaign_id = campaigns.id and own.creator_id = $1::uuid
    where campaigns.status = 'OPEN' and campaigns.deadline > $5 and campaigns.places_taken < campaigns.places
      and ($11::uuid is null or campaigns.owner_id = $11) and ${afterThat(2)}
      and (own.status = 'INVITED'
           or (own.id is null and asked.admission <> 'INVITED'
               and (asked.min_followers is null or asked.min_followers <= $6)
               and (asked.regions = '{}' or $7 = any(asked.regions))
               and (asked.category is null or asked.category = any($8::text[]))
               and (asked.max_open_strikes is null or asked.max_open_strikes >= $9)
               and (not asked.monetized or $10)
               and campaigns.seller_id is distinct from ${ownSeller}
               and not ${blockedBetween('$1::uuid', 'campaigns.owner_id')}))
    ${newestFirst} limit $4`,
);

/** Reads creator orders as a viewer may see them; one statement each, however many are asked for. */
@Injectable()
export class OrdersQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those that there are and that the viewer may see. */
  async byIds(viewerId: AccountId | undefined, ids: readonly CampaignId[]): Promise<Map<CampaignId, OrderView>> {
    const found = await this.database.read<OrderRow>(byIds, [viewerId ?? null, ids]);
    return new Map(found.map((row) => [row.id, toOrderView(row)]));
  }

  /** For those who judge a dispute about them, whoever may see them otherwise. */
  async judged(ids: readonly CampaignId[]): Promise<Map<CampaignId, OrderView>> {
    const found = await this.database.read<OrderRow>(judged, [ids]);
    return new Map(found.map((row) => [row.id, toOrderView(row)]));
  }

  /**
   * Newest first. Drafts come only when they are asked for by their status or their owner, and only to members of their
   * seller.
   */
  async list(
    viewerId: AccountId | undefined,
    { status, ownerId }: OrderFilter,
    window: PageWindow<TimePosition>,
  ): Promise<Orders> {
    const parameters = [viewerId ?? null, ...positionOf(window), window.limit + 1];
    const read = (): Promise<OrderRow[]> => {
      if (ownerId) return this.database.read(ofOwner, [...parameters, ownerId, status ?? null]);
      if (status === undefined) return this.database.read(listed, parameters);
      if (status === 'OPEN') return this.database.read(open, parameters);
      if (status === 'DRAFT') return this.database.read(drafts, parameters);
      return this.database.read(inStatus, [...parameters, status]);
    };
    return pageOf(await read(), window.limit, toItem);
  }

  /** Open orders with a free place that a creator could take or apply for now, newest first. */
  async eligibleFor(
    creatorId: AccountId,
    { followers, region, categories, openStrikes, monetized }: CreatorFacts,
    window: PageWindow<TimePosition>,
    ownerId?: AccountId,
  ): Promise<Orders> {
    const parameters = [creatorId, ...positionOf(window), window.limit + 1, this.clock.now()];
    const known = [followers, region, categories, openStrikes, monetized, ownerId ?? null];
    return pageOf(await this.database.read<OrderRow>(eligible, [...parameters, ...known]), window.limit, toItem);
  }

  /** A page of each seller's that the viewer may see, newest first; drafts for its members. */
  async ofSellers(
    viewerId: AccountId | undefined,
    sellerIds: readonly SellerId[],
    window: PageWindow<TimePosition>,
  ): Promise<Map<SellerId, Orders>> {
    const parameters = [viewerId ?? null, ...positionOf(window), window.limit + 1, sellerIds];
    const found = await this.database.read<OrderRow>(ofSellers, parameters);
    return pagesOf(sellerIds, found, { ownerOf: ({ sellerId }) => sellerId, limit: window.limit, map: toItem });
  }
}

const toItem = (row: OrderRow) => ({ item: toOrderView(row), position: { at: row.listedAt, id: row.id } });
