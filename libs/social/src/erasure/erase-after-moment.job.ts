import type { AccountId, MomentId } from '@moments/kernel';
import { momentRemoved } from '@moments/moments';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { ErasureService } from './erasure.service.js';

const eraseAfterMoment = defineSubscription({
  event: momentRemoved,
  name: 'social-erase-moment',
  timeoutMs: 600_000,
});

interface RemovedMoment {
  momentId: MomentId;
  authorId: AccountId;
}

/** The likes of a moment that is gone no longer count for its author. */
@HandlesJob(eraseAfterMoment)
export class EraseAfterMoment implements JobHandler<RemovedMoment> {
  constructor(private readonly erasure: ErasureService) {}

  handle({ momentId, authorId }: RemovedMoment): Promise<void> {
    return this.erasure.eraseMoment({ momentId, authorId });
  }
}
