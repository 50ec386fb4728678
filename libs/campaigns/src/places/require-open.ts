import type { CampaignEntity } from '../campaigns/campaign.entity.js';
import { CampaignNotInState, CampaignOver } from '../campaigns.errors.js';

/** Throws `CampaignNotInState` unless the campaign is open, `CampaignOver` when its time has passed. */
export function requireOpen(
  { status, deadline }: Pick<CampaignEntity, 'status' | 'deadline'>,
  now: Date,
  field = 'orderId',
): void {
  if (status === 'OPEN' && deadline <= now) throw new CampaignOver(field);
  if (status !== 'OPEN') throw new CampaignNotInState(status, field);
}
