import type { PayoutBatchId } from '@moments/kernel';
import { HandlesJob, type JobHandler } from '@moments/platform';
import { PayoutFiles } from './payout-files.service.js';
import { writePayoutFiles } from './write-payout-files.definition.js';

@HandlesJob(writePayoutFiles)
export class WritePayoutFilesHandler implements JobHandler<{ batchId: PayoutBatchId }> {
  constructor(private readonly files: PayoutFiles) {}

  async handle({ batchId }: { batchId: PayoutBatchId }): Promise<void> {
    await this.files.write(batchId);
  }
}
