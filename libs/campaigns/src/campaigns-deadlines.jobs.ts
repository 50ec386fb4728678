import { accountDeleted } from '@moments/identity';
import type { AccountId, CampaignId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { EndingService } from './campaigns/ending.service.js';
import { endCandidates, closeCampaigns } from './campaigns.jobs.js';

const batch = 200;

@HandlesJob(closeCampaigns)
export class CloseCampaigns implements JobHandler<object> {
  constructor(private readonly ending: EndingService) {}

  async handle(): Promise<void> {
    while ((await this.ending.closeDue(batch)) === batch);
  }
}

@HandlesJob(endCandidates)
export class EndCandidatesHandler implements JobHandler<{ campaignId: CampaignId }> {
  constructor(private readonly ending: EndingService) {}

  handle({ campaignId }: { campaignId: CampaignId }): Promise<void> {
    return this.ending.endCandidates(campaignId);
  }
}

const forgetCreator = defineSubscription({ event: accountDeleted, name: 'campaigns-forget-creator', attempts: 20 });

@HandlesJob(forgetCreator)
export class ForgetCreator implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly ending: EndingService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.ending.forgetAccount(accountId);
  }
}
