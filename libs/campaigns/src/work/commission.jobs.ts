import { purchaseConfirmed, purchaseReturned } from '@moments/attribution';
import type { AttributionId, MomentId, ProductId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { CommissionService } from './commission.service.js';

const payCommission = defineSubscription({ event: purchaseConfirmed, name: 'campaigns-pay-commission', attempts: 20 });
const takeBackCommission = defineSubscription({
  event: purchaseReturned,
  name: 'campaigns-take-back-commission',
  attempts: 20,
});

interface Told {
  attributionId: AttributionId;
  momentId: MomentId;
  productId: ProductId;
  purchasedAt: string;
}

const newsOf = ({ attributionId, momentId, productId, purchasedAt }: Told) => ({
  ...{ attributionId, momentId, productId },
  purchasedAt: new Date(purchasedAt),
});

@HandlesJob(payCommission)
export class PayCommission implements JobHandler<Told> {
  constructor(private readonly commission: CommissionService) {}

  handle(told: Told): Promise<void> {
    return this.commission.settle(newsOf(told));
  }
}

@HandlesJob(takeBackCommission)
export class TakeBackCommission implements JobHandler<Told> {
  constructor(private readonly commission: CommissionService) {}

  handle(told: Told): Promise<void> {
    return this.commission.settle(newsOf(told));
  }
}
