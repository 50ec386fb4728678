import { Injectable } from '@nestjs/common';
import { BirthDates, requireActive, Rollout } from '@moments/identity';
import {
  type AccountId,
  after,
  Clock,
  days,
  idempotencyKey,
  IdempotencyConflict,
  type MonetizationApplicationId,
  newId,
  parseInput,
} from '@moments/kernel';
import { taxDeclaration, TaxProfiles } from '@moments/payouts';
import { Database, Events, inputHash, type Tx } from '@moments/platform';
import { z } from 'zod';
import { AppliedTooSoon, MonetizationStands, RequirementsNotMet } from '../rewards.errors.js';
import type { ApplicationView } from './application.view.js';
import { findByKey, insertApplication, lockApplicant, lockLatest } from './applications.store.js';
import { stepFrom } from './domain/monetization-machine.js';
import { monetizationApplied } from './monetization.events.js';
import { Requirements } from './requirements.service.js';

/** Somebody who wants to earn, and as whom they are taxed. */
export interface Apply {
  applicant: { accountId: AccountId; region: string };
  taxStatus: string;
  legalName: string;
  /** 12 digits, the last two of which check the others. */
  inn: string;
  /** `2001-12-31`; only looked at when the account has told none before. */
  birthDate?: string | null;
  idempotencyKey: string;
}

const { status: taxStatus, legalName, inn } = taxDeclaration.shape;
const application = z.object({ taxStatus, legalName, inn, birthDate: z.string().nullish(), idempotencyKey });

/** What an applicant says of themselves, and that they ask. */
@Injectable()
export class ApplicantDeclarations {
  constructor(
    private readonly birthDates: BirthDates,
    private readonly taxProfiles: TaxProfiles,
    private readonly events: Events,
  ) {}

  /** Reads the form of an application, and tells everything that is wrong with it at once. */
  async read(input: Omit<Apply, 'applicant'>): Promise<z.output<typeof application>> {
    return parseInput(application.extend({ birthDate: (await this.birthDates.schema()).nullish() }), input);
  }

  tellBirthDate(accountId: AccountId, birthDate: string): Promise<void> {
    return this.birthDates.tell(accountId, birthDate);
  }

  async declare(tx: Tx, declared: Declared): Promise<void> {
    const { accountId, applicationId, taxStatus, legalName, inn } = declared;
    await this.taxProfiles.declare(tx, { accountId, status: taxStatus, legalName, inn });
    await this.events.emit(tx, monetizationApplied, { accountId, applicationId });
  }
}

interface Declared extends Pick<z.output<typeof application>, 'taxStatus' | 'legalName' | 'inn'> {
  accountId: AccountId;
  applicationId: MonetizationApplicationId;
}

/** Asking to earn. */
@Injectable()
export class ApplyingService {
  constructor(
    private readonly database: Database,
    private readonly rollout: Rollout,
    private readonly requirements: Requirements,
    private readonly declarations: ApplicantDeclarations,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks to earn: declares the tax profile and waits for review. Repeating a key changes nothing. Throws
   * `FeatureNotAvailable`, `InvalidInput` (a wrong INN among others), `RequirementsNotMet`, `AppliedTooSoon`,
   * `MonetizationStands` for who has applied already, `IdempotencyConflict`, `AccountGone`, `AccountSuspended`.
   */
  async apply({ applicant, ...input }: Apply): Promise<void> {
    const { accountId } = applicant;
    await this.rollout.require(applicant, 'MONETIZATION');
    const { idempotencyKey: key, ...asked } = await this.declarations.read(input);
    const hash = inputHash(asked);
    const { retryDays } = await this.requirements.rules();
    // Their date of birth may come with the application, and it is one of the requirements.
    if (asked.birthDate) await this.declarations.tellBirthDate(accountId, asked.birthDate);
    const requirements = (await this.requirements.of([accountId])).get(accountId) ?? [];
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      // What goes with an account is looked for once, when it is deleted: nothing may be added after that.
      await requireActive(tx, accountId);
      await lockApplicant(tx, accountId);
      const latest = await lockLatest(tx, accountId);
      const earlier = await findByKey(tx, { accountId, key });
      if (earlier) {
        if (earlier.inputHash !== hash) throw new IdempotencyConflict();
        return;
      }
      const status = latest?.status ?? 'NOT_APPLIED';
      if (!stepFrom(status, 'apply')) throw new MonetizationStands(status);
      requireTime(latest, now, retryDays);
      const missing = requirements.filter(({ met }) => !met);
      if (missing.length > 0) throw new RequirementsNotMet(missing.map(({ code }) => code));
      const id = newId<'monetizationApplication'>();
      await insertApplication(tx, { id, accountId, requirements, key, inputHash: hash, at: now });
      await this.declarations.declare(tx, { accountId, applicationId: id, ...asked });
    });
  }
}

function requireTime(latest: ApplicationView | undefined, now: Date, retryDays: number): void {
  if (!latest?.decidedAt) return;
  const mayApplyAt = after(latest.decidedAt, days(retryDays));
  if (now < mayApplyAt) throw new AppliedTooSoon(mayApplyAt);
}
