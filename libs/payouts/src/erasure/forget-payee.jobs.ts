import { Injectable } from '@nestjs/common';
import { accountDeleted } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { payoutPaid, payoutRejected } from '../payouts/payouts.events.js';
import { PayeeErasure } from './payee-erasure.service.js';

const forgetPayee = defineSubscription({ event: accountDeleted, name: 'payouts-forget-payee' });
// What was with the bank when the account was deleted keeps its words until the bank has answered.
const forgetPaid = defineSubscription({ event: payoutPaid, name: 'payouts-forget-paid-payee' });
const forgetRejected = defineSubscription({ event: payoutRejected, name: 'payouts-forget-rejected-payee' });

interface About {
  accountId: AccountId;
}

@Injectable()
class Forgetting implements JobHandler<About> {
  constructor(private readonly erasure: PayeeErasure) {}

  handle({ accountId }: About): Promise<void> {
    return this.erasure.forget(accountId);
  }
}

@HandlesJob(forgetPayee)
export class ForgetPayee extends Forgetting {}

@HandlesJob(forgetPaid)
export class ForgetPaidPayee extends Forgetting {}

@HandlesJob(forgetRejected)
export class ForgetRejectedPayee extends Forgetting {}
