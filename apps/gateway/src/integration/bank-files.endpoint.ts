import { Injectable } from '@nestjs/common';
import { type BankFileOutcome, BankFiles } from '@moments/payouts';
import { IntegrationAuth } from './authentication.js';
import type { SignedRequest } from './webhook-signature.js';

/** `POST /integration/v1/bank-files`: what a bank tells of payouts. */
@Injectable()
export class BankFilesEndpoint {
  constructor(
    private readonly auth: IntegrationAuth,
    private readonly files: BankFiles,
  ) {}

  /** Throws what {@link IntegrationAuth.verifySigned} and `BankFiles.import` throw. */
  async post(request: SignedRequest): Promise<BankFileOutcome> {
    const { integration } = await this.auth.verifySigned(request, 'bank-files:write');
    return this.files.import({ content: request.body, by: null, source: integration.name });
  }
}
