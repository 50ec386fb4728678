/** Where an account stands with earning. */
export const monetizationStatuses = ['NOT_APPLIED', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'SUSPENDED'] as const;
export type MonetizationStatus = (typeof monetizationStatuses)[number];

/** What applications are: those of nobody are not there. */
export type ApplicationStatus = Exclude<MonetizationStatus, 'NOT_APPLIED'>;

export type MonetizationStep = 'apply' | 'approve' | 'refuse' | 'suspend' | 'lift';

/** Every step there is, and where it leads. Who was refused asks again by another application. */
const monetizationSteps = {
  NOT_APPLIED: { apply: 'IN_REVIEW' },
  IN_REVIEW: { approve: 'APPROVED', refuse: 'REJECTED' },
  APPROVED: { suspend: 'SUSPENDED' },
  REJECTED: { apply: 'IN_REVIEW' },
  SUSPENDED: { lift: 'APPROVED' },
} as const satisfies Record<MonetizationStatus, Partial<Record<MonetizationStep, ApplicationStatus>>>;

/** Where a step leads from a status; `undefined` where it cannot be taken. */
export function stepFrom(status: MonetizationStatus, step: MonetizationStep): ApplicationStatus | undefined {
  const steps: Partial<Record<MonetizationStep, ApplicationStatus>> = monetizationSteps[status];
  return steps[step];
}
