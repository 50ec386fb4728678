import { Module } from '@nestjs/common';
import { WritePayoutFilesHandler } from './batches/write-payout-files.job.js';
import { ForgetPaidPayee, ForgetPayee, ForgetRejectedPayee } from './erasure/forget-payee.jobs.js';
import { RequestScheduledPayouts } from './payouts/request-scheduled-payouts.job.js';
import { RecheckTaxStatuses } from './tax/recheck-tax-statuses.job.js';

/** What becomes of payouts by themselves. Needs `PayoutBankModule`. */
@Module({
  providers: [
    ForgetPaidPayee,
    ForgetPayee,
    ForgetRejectedPayee,
    RecheckTaxStatuses,
    RequestScheduledPayouts,
    WritePayoutFilesHandler,
  ],
})
export class PayoutBankJobsModule {}
