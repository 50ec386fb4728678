/** Where a period stands: `PAYING` while its shares, computed for good, are being recorded. */
export const fundPeriodStatuses = ['OPEN', 'PAYING', 'CLOSED', 'CANCELLED'] as const;
export type FundPeriodStatus = (typeof fundPeriodStatuses)[number];

export type FundPeriodStep = 'share' | 'finish' | 'cancel';

/** Every step there is, and where it leads. */
const fundPeriodSteps = {
  OPEN: { share: 'PAYING', cancel: 'CANCELLED' },
  PAYING: { finish: 'CLOSED' },
  CLOSED: {},
  CANCELLED: {},
} as const satisfies Record<FundPeriodStatus, Partial<Record<FundPeriodStep, FundPeriodStatus>>>;

/** Where a step leads from a status; `undefined` where it cannot be taken. */
export function periodStepFrom(status: FundPeriodStatus, step: FundPeriodStep): FundPeriodStatus | undefined {
  const steps: Partial<Record<FundPeriodStep, FundPeriodStatus>> = fundPeriodSteps[status];
  return steps[step];
}
