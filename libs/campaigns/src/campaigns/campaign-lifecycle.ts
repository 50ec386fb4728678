import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Events, Jobs, type Tx } from '@moments/platform';
import { campaignChanged } from '../campaigns.events.js';
import { endCandidates } from '../campaigns.jobs.js';
import { campaignMayBecome, type CampaignStatus, endedCampaigns, outcomeOf } from '../domain/campaign-machine.js';
import { escrowNeeded } from '../domain/escrow.js';
import { CampaignEntity } from './campaign.entity.js';
import { moneyOf, readAccount } from './campaigns.store.js';

/** How a locked campaign goes from one status to another, and what that does to its escrow. */
@Injectable()
export class CampaignLifecycle {
  constructor(
    private readonly events: Events,
    private readonly ledger: LedgerService,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a locked campaign into another status; moves no money. However it ceases to be open, those who were only invited
   * or have only applied are sent away, by and by. Throws when that is not a way a campaign can go.
   */
  async become(
    tx: Tx,
    campaign: CampaignEntity,
    status: CampaignStatus,
    change: Partial<CampaignEntity> = {},
  ): Promise<CampaignEntity> {
    const { id, sellerId, ownerId, status: from } = campaign;
    if (!campaignMayBecome(from, status)) throw new Error(`a campaign cannot go from ${from} to ${status}`);
    const now = this.clock.now();
    const endedAt = endedCampaigns.includes(status) ? now : null;
    await this.change(tx, campaign, { ...change, status, endedAt });
    await this.events.emit(tx, campaignChanged, { campaignId: id, sellerId, ownerId, from, to: status });
    if (from === 'OPEN') await this.jobs.enqueue(tx, endCandidates, { campaignId: id });
    return campaign;
  }

  /** Writes a change of a locked campaign. */
  async change(tx: Tx, campaign: CampaignEntity, change: Partial<CampaignEntity>): Promise<void> {
    const changes = { ...change, updatedAt: this.clock.now() };
    await tx.update(CampaignEntity, { id: campaign.id }, changes);
    Object.assign(campaign, changes);
  }

  /**
   * Makes a locked campaign and its escrow what they have to be after something has changed: ended once nobody is at
   * work any more and nobody can come, and with exactly as much in escrow as may still have to be paid. What is missing
   * comes from the seller's wallet, what is too much goes back there. Throws `InsufficientFunds` saying how much is missing.
   */
  async settle(tx: Tx, campaign: CampaignEntity): Promise<void> {
    const account = await readAccount(tx, campaign);
    const { live, paid, approved } = account;
    const over = campaign.status === 'CLOSED' ? live === 0 : campaign.status === 'OPEN' && paid === campaign.places;
    if (over) await this.become(tx, campaign, outcomeOf(account));
    // Nothing was ever published, so nothing can be bought because of it.
    const idle = endedCampaigns.includes(campaign.status) && live === 0 && !approved;
    if (idle && !campaign.commissionEndedAt) {
      await this.change(tx, campaign, { commissionEndedAt: this.clock.now() });
    }
    const free = campaign.status === 'OPEN' ? campaign.places - campaign.placesTaken : 0;
    const commissionOpen = campaign.status !== 'DRAFT' && !campaign.commissionEndedAt;
    const needed = escrowNeeded({
      rewards: account.rewards,
      reward: account.reward,
      free,
      ceiling: commissionOpen ? account.ceiling : 0n,
      commissionSpent: BigInt(campaign.commissionSpentMinor),
    });
    await this.move(tx, campaign, needed - account.escrow);
  }

  /** Into escrow when positive, back to the wallet when negative. */
  private async move(tx: Tx, campaign: CampaignEntity, difference: bigint): Promise<void> {
    if (difference === 0n) return;
    const [wallet, escrow] = [addresses.sellerWallet(campaign.sellerId), addresses.campaignEscrow(campaign.id)];
    const escrowMoves = campaign.escrowMoves + 1;
    await this.change(tx, campaign, { escrowMoves });
    const [from, to, size] = difference > 0n ? [wallet, escrow, difference] : [escrow, wallet, -difference];
    await this.ledger.post(tx, {
      key: `campaign:${campaign.id}:escrow:${escrowMoves}`,
      kind: difference > 0n ? 'campaign_funded' : 'campaign_returned',
      reference: `campaign:${campaign.id}`,
      postings: [{ from, to, amount: moneyOf(size, campaign.currency) }],
    });
  }
}
