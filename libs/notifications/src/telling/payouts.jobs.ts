import type { AccountId, PayoutId } from '@moments/kernel';
import {
  payoutApproved,
  payoutPaid,
  payoutRejected,
  payoutRequested,
  payoutReturned,
  payoutSent,
} from '@moments/payouts';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import type { Act } from '../domain/act.js';
import type { NotificationKind } from '../domain/kinds.js';
import { TellingService } from './telling.service.js';

const tellOfRequest = defineSubscription({ event: payoutRequested, name: 'notifications-tell-of-payout-requested' });
const tellOfApproval = defineSubscription({ event: payoutApproved, name: 'notifications-tell-of-payout-approved' });
const tellOfSending = defineSubscription({ event: payoutSent, name: 'notifications-tell-of-payout-sent' });
const tellOfPayment = defineSubscription({ event: payoutPaid, name: 'notifications-tell-of-payout-paid' });
const tellOfRejection = defineSubscription({ event: payoutRejected, name: 'notifications-tell-of-payout-rejected' });
const tellOfReturn = defineSubscription({ event: payoutReturned, name: 'notifications-tell-of-payout-returned' });

interface Moved {
  payoutId: PayoutId;
  accountId: AccountId;
}

/** Each step is told of once: none comes twice in a payout's life. */
const step = (kind: NotificationKind, { payoutId, accountId }: Moved): Act => ({
  ...{ kind, recipientId: accountId, subjectId: payoutId, actId: payoutId },
});

// What banks and the tax service say; the payout itself tells it in the reader's language.
const code = /^([A-Z]{2}\d{2}|NARR|tax_status_lost|account_deleted)$/;

@HandlesJob(tellOfRequest)
export class TellOfPayoutRequest implements JobHandler<Moved> {
  constructor(private readonly telling: TellingService) {}

  handle(moved: Moved): Promise<void> {
    return this.telling.tell(step('PAYOUT_REQUESTED', moved));
  }
}

@HandlesJob(tellOfApproval)
export class TellOfPayoutApproval implements JobHandler<Moved> {
  constructor(private readonly telling: TellingService) {}

  handle(moved: Moved): Promise<void> {
    return this.telling.tell(step('PAYOUT_APPROVED', moved));
  }
}

@HandlesJob(tellOfSending)
export class TellOfPayoutSending implements JobHandler<Moved> {
  constructor(private readonly telling: TellingService) {}

  handle(moved: Moved): Promise<void> {
    return this.telling.tell(step('PAYOUT_SENT', moved));
  }
}

@HandlesJob(tellOfPayment)
export class TellOfPayment implements JobHandler<Moved & { receiptDue?: string }> {
  constructor(private readonly telling: TellingService) {}

  handle({ receiptDue, ...moved }: Moved & { receiptDue?: string }): Promise<void> {
    return this.telling.tell(step(receiptDue ? 'PAYOUT_RECEIPT_DUE' : 'PAYOUT_PAID', moved));
  }
}

@HandlesJob(tellOfRejection)
export class TellOfPayoutRejection implements JobHandler<Moved & { failure: string }> {
  constructor(private readonly telling: TellingService) {}

  handle({ failure, ...moved }: Moved & { failure: string }): Promise<void> {
    const details = code.test(failure) ? {} : { message: failure };
    return this.telling.tell({ ...step('PAYOUT_REJECTED', moved), details });
  }
}

@HandlesJob(tellOfReturn)
export class TellOfPayoutReturn implements JobHandler<Moved> {
  constructor(private readonly telling: TellingService) {}

  handle({ payoutId, accountId }: Moved): Promise<void> {
    return this.telling.tell(step('PAYOUT_RETURNED', { payoutId, accountId }));
  }
}
