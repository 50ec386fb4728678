import type { CampaignId, Currency, Money } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { rows, statement, type Tx } from '@moments/platform';
import { liveEngagements } from '../domain/engagement-machine.js';
import { CampaignEntity } from './campaign.entity.js';

/**
 * The campaign, locked. Whoever changes its places, its engagements or its escrow holds it, and locks it before any of
 * its engagements: so all of them come one after the other, and none waits in a circle.
 */
export const lockCampaign = (tx: Tx, id: CampaignId): Promise<CampaignEntity | null> =>
  tx.findOne(CampaignEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });

const live = liveEngagements.map((status) => `'${status}'`).join(', ');

// The ledger's own tables, read inside the transaction: its queries see only what is committed.
const accountOf = statement(
  'campaigns.account',
  `select coalesce((select balances.balance from ledger_accounts as accounts
                      join ledger_balances as balances on balances.account_id = accounts.id
                     where accounts.address = $2 and accounts.currency = $3), 0) as escrow,
          coalesce((select sum(case when $5 then greatest(engagements.reward_minor, terms.reward_minor)
                                    else engagements.reward_minor end)
                      from engagements where campaign_id = $1 and status in (${live})), 0) as rewards,
          (select count(*)::int from engagements where campaign_id = $1 and status in (${live})) as live,
          (select count(*)::int from engagements where campaign_id = $1 and status = 'PAID') as paid,
          exists (select from engagements where campaign_id = $1 and approved_at is not null) as approved,
          terms.reward_minor as reward, terms.commission_ceiling_minor as ceiling
     from creator_order_terms as terms where terms.campaign_id = $1 and terms.version = $4`,
);

/** What a campaign has and owes, as of this transaction. */
export interface CampaignAccount {
  /** Money in escrow. */
  escrow: bigint;
  /**
   * Rewards of everybody who has a place and may still be paid; of an open campaign as much as the place would cost the
   * next taker, when that is more: a place that becomes free must never wait for money that the seller no longer has.
   */
  rewards: bigint;
  /** How many those are, and how many were paid. */
  live: number;
  paid: number;
  /** Whether anybody's work was ever approved. */
  approved: boolean;
  /** By the newest terms: for one place; commission at the most. */
  reward: bigint;
  ceiling: bigint;
}

/** Reads what a locked campaign has and owes. */
export async function readAccount(
  tx: Tx,
  { id, currency, termsVersion, status }: Pick<CampaignEntity, 'id' | 'currency' | 'termsVersion' | 'status'>,
): Promise<CampaignAccount> {
  const parameters = [id, addresses.campaignEscrow(id), currency, termsVersion, status === 'OPEN'];
  type Row = Record<'escrow' | 'rewards' | 'reward' | 'ceiling', string> &
    Pick<CampaignAccount, 'live' | 'paid' | 'approved'>;
  const [row] = await rows<Row>(tx, accountOf, parameters);
  if (!row) throw new Error(`campaign ${id} has no terms`);
  return {
    ...row,
    escrow: BigInt(row.escrow),
    rewards: BigInt(row.rewards),
    reward: BigInt(row.reward),
    ceiling: BigInt(row.ceiling),
  };
}

export const moneyOf = (minor: bigint, currency: Currency): Money => ({ minor, currency });

/**
 * The least that escrow has to have held for a locked campaign's commission: the highest ceiling under which anybody came
 * in or has applied, and what was paid. Whoever's work was approved may still be owed for what it has sold, however it ended.
 */
export async function commissionPromised(
  tx: Tx,
  { id, commissionSpentMinor }: Pick<CampaignEntity, 'id' | 'commissionSpentMinor'>,
): Promise<bigint> {
  const [found] = await rows<{ promised: string }>(
    tx,
    `select coalesce(max(asked.commission_ceiling_minor), 0) as promised
       from engagements join creator_order_terms as asked
         on asked.campaign_id = engagements.campaign_id and asked.version = engagements.terms_version
      where engagements.campaign_id = $1 and (engagements.status in ('APPLIED', 'PAID', ${live}) or engagements.approved_at is not null)`,
    [id],
  );
  const [promised, spent] = [BigInt(found?.promised ?? '0'), BigInt(commissionSpentMinor)];
  return promised > spent ? promised : spent;
}
