import { toGlobalId } from '@moments/kernel';
import type { ApplicationView, MonetizationView, Requirement } from '@moments/rewards';
import { MonetizationApplicationType } from './monetization-application.types.js';
import { MonetizationType, RequirementType } from './monetization.types.js';

export const toMonetizationType = (view: MonetizationView): MonetizationType => {
  const { accountId, status, reason, mayApplyAt } = view;
  return Object.assign(new MonetizationType(), { accountId, status, reason, mayApplyAt, view });
};

export const toRequirementType = (
  { code, required, current, ...rest }: Requirement,
  reason: string | undefined,
): RequirementType =>
  Object.assign(new RequirementType(), { code, required: `${required}`, current: `${current}`, ...rest, reason });

export const toApplicationType = (view: ApplicationView): MonetizationApplicationType => {
  const { id, accountId, status, submittedAt, decidedAt, reason } = view;
  return Object.assign(new MonetizationApplicationType(), {
    ...{ id: toGlobalId('monetizationApplication', id), accountId, status, submittedAt },
    decidedAt: decidedAt ?? undefined,
    reason: reason === '' ? undefined : reason,
    view,
  });
};
