import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import { type AccountId, Clock, toGlobalId } from '@moments/kernel';
import { Events, type Tx } from '@moments/platform';
import type { ApplicationView } from './application.view.js';
import type { MonetizationStep } from './domain/monetization-machine.js';
import {
  monetizationApproved,
  monetizationLifted,
  monetizationRefused,
  monetizationSuspended,
} from './monetization.events.js';

export type Step = Exclude<MonetizationStep, 'apply'>;

const actions = {
  approve: 'monetization.approved',
  refuse: 'monetization.refused',
  suspend: 'monetization.suspended',
  lift: 'monetization.lifted',
} as const;

/** Writes down who decided, and lets the account know. */
@Injectable()
export class DecisionTelling {
  constructor(
    private readonly audit: Audit,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  async tell(
    tx: Tx,
    { id: applicationId, accountId }: ApplicationView,
    { step, by, reason }: { step: Step; by: AccountId | null; reason: string },
  ): Promise<void> {
    const subject = toGlobalId('monetizationApplication', applicationId);
    const details = { accountId: toGlobalId('account', accountId) };
    await this.audit.record(tx, { actor: by, action: actions[step], subject, details });
    const told = { accountId, applicationId };
    if (step === 'approve') await this.events.emit(tx, monetizationApproved, told);
    else if (step === 'lift') await this.events.emit(tx, monetizationLifted, told);
    else
      await this.events.emit(tx, step === 'refuse' ? monetizationRefused : monetizationSuspended, { ...told, reason });
  }
}
