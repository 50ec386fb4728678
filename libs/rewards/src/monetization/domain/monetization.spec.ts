import { describe, expect, it } from '@jest/globals';
import { type MonetizationStep, monetizationStatuses, stepFrom } from './monetization-machine.js';
import { type ApplicantFacts, requirementsOf } from './requirements.js';

const rules = { minimumAge: 18, followers: 1_000, qualifiedViews: 10_000, maxOpenStrikes: 0 };
const enough = { age: 18, followers: 1_000, qualifiedViews: 10_000, openStrikes: 0 };
const unmet = (facts: ApplicantFacts) => requirementsOf(facts, rules).flatMap(({ code, met }) => (met ? [] : [code]));

describe('what it takes to earn', () => {
  it('is met by who just has it', () => {
    expect(unmet(enough)).toEqual([]);
  });

  it.each([
    ['AGE', { age: 17 }],
    ['FOLLOWERS', { followers: 999 }],
    ['QUALIFIED_VIEWS', { qualifiedViews: 9_999 }],
    ['OPEN_STRIKES', { openStrikes: 1 }],
  ])('%s is not met by who just lacks it, whatever else they have', (code, facts) => {
    expect(unmet({ ...enough, ...facts })).toEqual([code]);
  });

  it('is not met by who has told no date of birth', () => {
    expect(unmet({ ...enough, age: undefined })).toEqual(['AGE']);
  });
});

describe('a standing', () => {
  it('changes by these steps and by no others', () => {
    const steps: MonetizationStep[] = ['apply', 'approve', 'refuse', 'suspend', 'lift'];
    const table = monetizationStatuses.map((status) => [status, ...steps.map((step) => stepFrom(status, step) ?? '-')]);
    expect(table).toEqual([
      ['NOT_APPLIED', 'IN_REVIEW', '-', '-', '-', '-'],
      ['IN_REVIEW', '-', 'APPROVED', 'REJECTED', '-', '-'],
      ['APPROVED', '-', '-', '-', 'SUSPENDED', '-'],
      ['REJECTED', 'IN_REVIEW', '-', '-', '-', '-'],
      ['SUSPENDED', '-', '-', '-', '-', 'APPROVED'],
    ]);
  });
});
