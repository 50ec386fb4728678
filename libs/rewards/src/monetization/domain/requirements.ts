/** What it takes to earn; see `monetizationRules`. */
export interface RequirementRules {
  minimumAge: number;
  followers: number;
  qualifiedViews: number;
  maxOpenStrikes: number;
}

/** What is known of somebody. */
export interface ApplicantFacts {
  /** Full years; missing when no date of birth is known. */
  age?: number;
  followers: number;
  /** Within the window of the rules. */
  qualifiedViews: number;
  openStrikes: number;
}

export const requirementCodes = ['AGE', 'FOLLOWERS', 'QUALIFIED_VIEWS', 'OPEN_STRIKES'] as const;
export type RequirementCode = (typeof requirementCodes)[number];

/** One thing that it takes, and how far somebody is. */
export interface Requirement {
  code: RequirementCode;
  required: number;
  current: number;
  met: boolean;
  /** Whether `required` is the most that there may be; otherwise the least. */
  atMost: boolean;
}

/** Everything that it takes, in the order in which it is shown. */
export function requirementsOf(facts: ApplicantFacts, rules: RequirementRules): Requirement[] {
  return [
    atLeast('AGE', rules.minimumAge, facts.age ?? 0),
    atLeast('FOLLOWERS', rules.followers, facts.followers),
    atLeast('QUALIFIED_VIEWS', rules.qualifiedViews, facts.qualifiedViews),
    atMost('OPEN_STRIKES', rules.maxOpenStrikes, facts.openStrikes),
  ];
}

const atLeast = (code: RequirementCode, required: number, current: number): Requirement => ({
  ...{ code, required, current, met: current >= required },
  atMost: false,
});

const atMost = (code: RequirementCode, required: number, current: number): Requirement => ({
  ...{ code, required, current, met: current <= required },
  atMost: true,
});
