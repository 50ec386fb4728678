import { Injectable } from '@nestjs/common';
import { Grants, requireActive } from '@moments/identity';
import {
  type AccountId,
  businessDayOf,
  DomainError,
  Forbidden,
  type MonetizationApplicationId,
  NotFound,
  parseInput,
  textSchema,
} from '@moments/kernel';
import { PayoutAccounts } from '@moments/payouts';
import { Database, rows, type Tx } from '@moments/platform';
import { z } from 'zod';
import { ApplicantNotActive, MonetizationStands } from '../rewards.errors.js';
import type { ApplicationView } from './application.view.js';
import {
  becomeDecided,
  beginSpell,
  type Decided,
  endSpell,
  lockApplication,
  lockLatest,
} from './applications.store.js';
import { stepFrom } from './domain/monetization-machine.js';
import { DecisionTelling, type Step } from './decision-telling.js';
import { type RequirementCode, requirementCodes } from './domain/requirements.js';
import { Requirements } from './requirements.service.js';

/** An operator's word on an application. */
export interface DecideMonetization {
  applicationId: MonetizationApplicationId;
  approve: boolean;
  /** Needed for a refusal. */
  reason?: string | null;
  /** Of a refusal: why single requirements are not met in the operator's eyes. */
  requirementReasons?: readonly { code: string; reason: string }[] | null;
  by: AccountId | null;
}

/** An operator's word on somebody who earns. */
export interface SetStanding {
  accountId: AccountId;
  reason: string;
  by: AccountId | null;
}

const payoutHoldReason = 'monetization_suspended';

/** What operators decide about who earns. Each decision is audited, and the account is told. */
@Injectable()
export class DecidingService {
  constructor(
    private readonly database: Database,
    private readonly grants: Grants,
    private readonly payoutAccounts: PayoutAccounts,
    private readonly requirements: Requirements,
    private readonly telling: DecisionTelling,
  ) {}

  /**
   * Approves or refuses an application. Who is approved becomes a creator and earns from that business day on. The same
   * decision again changes nothing. Throws `NotFound`, `Forbidden` for one's own, `InvalidInput` for a refusal without a
   * reason, `MonetizationStands` when it was decided otherwise, `ApplicantNotActive`.
   */
  async decide({ applicationId, approve, by, ...said }: DecideMonetization): Promise<ApplicationView> {
    const words = await this.read(said, !approve);
    const step = approve ? 'approve' : 'refuse';
    return this.database.transaction(async (tx) => {
      const accountId = await applicantOf(tx, applicationId);
      if (accountId === by) throw new Forbidden();
      // Before the application, as everybody takes account and application in this order.
      if (approve) await this.makeCreator(tx, accountId, by);
      const application = await lockApplication(tx, applicationId);
      if (!application) throw new NotFound('application', ['applicationId']);
      return this.take(tx, application, { step, by, ...(approve ? noWords : words) });
    });
  }

  /**
   * From this business day on the account earns nothing, nothing is paid out to it, and it is no creator. Again changes
   * nothing. Throws `NotFound`, `Forbidden` for oneself, `InvalidInput`, `MonetizationStands` for who does not earn.
   */
  suspend(command: SetStanding): Promise<ApplicationView> {
    return this.set(command, 'suspend');
  }

  /** Ends a suspension: the account earns from this business day on. Throws what {@link suspend} does, `ApplicantNotActive`. */
  lift(command: SetStanding): Promise<ApplicationView> {
    return this.set(command, 'lift');
  }

  private async set({ accountId, by, reason }: SetStanding, step: 'suspend' | 'lift'): Promise<ApplicationView> {
    const words = await this.read({ reason }, true);
    if (accountId === by) throw new Forbidden();
    return this.database.transaction(async (tx) => {
      if (step === 'lift') await this.makeCreator(tx, accountId, by);
      else await this.grants.revoke(tx, { accountId, role: 'CREATOR', by });
      const application = await lockLatest(tx, accountId);
      if (!application) throw new NotFound('account', ['accountId']);
      return this.take(tx, application, { step, by, ...words });
    });
  }

  private async take(
    tx: Tx,
    application: ApplicationView,
    { step, ...said }: { step: Step } & Pick<Decided, 'by' | 'reason' | 'requirementReasons'>,
  ): Promise<ApplicationView> {
    const { id, accountId, status } = application;
    const next = stepFrom(status, step);
    if (!next) {
      // Where the step leads it stands already: whoever says so twice is not wrong.
      if (leadsTo(step) === status) return application;
      throw new MonetizationStands(status);
    }
    const at = this.telling.now();
    const kept = step === 'lift' ? { ...said, ...noWords } : said;
    await becomeDecided(tx, { id, status: next, at, ...kept });
    const day = businessDayOf(at);
    if (next === 'APPROVED') await beginSpell(tx, accountId, day);
    if (next === 'SUSPENDED') await endSpell(tx, accountId, day);
    const hold = { accountId, reason: payoutHoldReason };
    if (step === 'suspend') await this.payoutAccounts.hold(tx, hold);
    if (step === 'lift') await this.payoutAccounts.lift(tx, hold);
    await this.telling.tell(tx, application, { step, by: said.by, reason: said.reason });
    const { by: decidedBy, ...words } = kept;
    return { ...application, status: next, decidedAt: at, decidedBy, ...words };
  }

  private async makeCreator(tx: Tx, accountId: AccountId, by: AccountId | null): Promise<void> {
    await this.grants.grant(tx, { accountId, role: 'CREATOR', by });
    try {
      await requireActive(tx, accountId);
    } catch (error) {
      // To an operator it is the applicant who is shut out, not they.
      throw error instanceof DomainError ? new ApplicantNotActive() : error;
    }
  }

  private async read(said: Pick<DecideMonetization, 'reason' | 'requirementReasons'>, required: boolean) {
    const { maxReasonLength: max } = await this.requirements.rules();
    const reason = textSchema({ max, required, maxLineBreaks: 20 });
    const schema = z.object({
      reason: required ? reason : reason.nullish(),
      requirementReasons: z
        .array(z.object({ code: z.enum(requirementCodes), reason: textSchema({ max, required: true }) }))
        .max(requirementCodes.length)
        .nullish(),
    });
    const words = parseInput(schema, { ...said, reason: said.reason ?? (required ? '' : undefined) });
    const reasons = (words.requirementReasons ?? []).map(({ code, reason: why }) => [code, why] as const);
    const requirementReasons: Partial<Record<RequirementCode, string>> = Object.fromEntries(reasons);
    return { reason: words.reason ?? '', requirementReasons };
  }
}

const noWords = { reason: '', requirementReasons: {} } as const;

const leadsTo = (step: Step): string =>
  ({ approve: 'APPROVED', refuse: 'REJECTED', suspend: 'SUSPENDED', lift: 'APPROVED' })[step];

async function applicantOf(tx: Tx, id: MonetizationApplicationId): Promise<AccountId> {
  const [found] = await rows<{ accountId: AccountId }>(
    tx,
    'select account_id as "accountId" from monetization_applications where id = $1',
    [id],
  );
  if (!found) throw new NotFound('application', ['applicationId']);
  return found.accountId;
}
