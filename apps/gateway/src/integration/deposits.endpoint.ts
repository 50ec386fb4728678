import { Injectable } from '@nestjs/common';
import { IncomingDeposits } from '@moments/catalog';
import { formatAmount, InvalidInput, toGlobalId } from '@moments/kernel';
import type { DepositView } from '@moments/ledger';
import { IntegrationAuth } from './authentication.js';
import type { SignedRequest } from './webhook-signature.js';

/** What the bank's side is told of a payment: the same however often it asks, whatever has become of the money since. */
export interface DepositAnswer {
  readonly id: string;
  readonly reference: string;
  /** `suspense`: taken in, and nobody is known by that payee. */
  readonly status: 'credited' | 'suspense';
  readonly amount: { readonly amount: string; readonly currency: string };
}

/** `POST /integration/v1/deposits`: money has arrived at the bank. */
@Injectable()
export class DepositsEndpoint {
  constructor(
    private readonly auth: IntegrationAuth,
    private readonly deposits: IncomingDeposits,
  ) {}

  /** Throws what {@link IntegrationAuth.verifySigned} and `IncomingDeposits.receive` throw. */
  async post(request: SignedRequest): Promise<DepositAnswer> {
    const { integration, deliveryId: id } = await this.auth.verifySigned(request, 'deposits:write');
    // A sender numbers its own messages only.
    const deliveryId = `${integration.id}:${id}`;
    return toAnswer(await this.deposits.receive({ deliveryId, told: readJson(request.body) }));
  }
}

const toAnswer = ({ id, reference, amount, creditedTo }: DepositView): DepositAnswer => ({
  id: toGlobalId('deposit', id),
  reference,
  status: creditedTo === null ? 'suspense' : 'credited',
  amount: { amount: formatAmount(amount), currency: amount.currency },
});

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InvalidInput([{ field: [], message: 'is not JSON in UTF-8' }]);
  }
}
