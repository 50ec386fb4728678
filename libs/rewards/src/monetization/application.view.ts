import type { AccountId, MonetizationApplicationId } from '@moments/kernel';
import type { ApplicationStatus, MonetizationStatus } from './domain/monetization-machine.js';
import type { RequirementCode } from './domain/requirements.js';

/** An application, and what was decided on it. */
export interface ApplicationView {
  readonly id: MonetizationApplicationId;
  readonly accountId: AccountId;
  readonly status: ApplicationStatus;
  readonly submittedAt: Date;
  readonly decidedAt: Date | null;
  /** Null from the command line, and while nobody has decided. */
  readonly decidedBy: AccountId | null;
  /** Of a refusal or a suspension; empty otherwise. */
  readonly reason: string;
  readonly requirementReasons: Readonly<Partial<Record<RequirementCode, string>>>;
}

/** Where somebody stands with earning. */
export interface MonetizationView {
  readonly accountId: AccountId;
  readonly status: MonetizationStatus;
  /** Why it was refused or suspended. */
  readonly reason?: string;
  readonly requirementReasons: Readonly<Partial<Record<RequirementCode, string>>>;
  /** After a refusal: when one may ask again. */
  readonly mayApplyAt?: Date;
}

export const applicationColumns = `applications.id, applications.account_id as "accountId", applications.status,
  applications.submitted_at as "submittedAt", applications.decided_at as "decidedAt",
  applications.decided_by as "decidedBy", applications.reason,
  applications.requirement_reasons as "requirementReasons"`;
