import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  campaignMayBecome,
  campaignStatuses,
  campaignTransitions,
  endedCampaigns,
  outcomeOf,
} from './campaign-machine.js';
import {
  endedEngagements,
  engagementMayBecome,
  engagementStatuses,
  engagementTransitions,
  holdsPlace,
} from './engagement-machine.js';
import { costOf, escrowNeeded } from './escrow.js';

type Machine = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Every status that can be reached from one. */
function reachable(machine: Machine, from: string, seen = new Set<string>()): Set<string> {
  for (const to of Object.values(machine[from] ?? {})) {
    if (!seen.has(to)) reachable(machine, to, seen.add(to));
  }
  return seen;
}

describe.each([
  [
    'campaign',
    campaignTransitions as Machine,
    campaignStatuses as readonly string[],
    endedCampaigns as readonly string[],
  ],
  ['engagement', engagementTransitions as Machine, engagementStatuses, endedEngagements],
])('the machine of a %s', (_, machine, statuses, ended) => {
  it('has a way to an end from everywhere, and none back from there', () => {
    for (const status of statuses) {
      const ways = [...reachable(machine, status)];
      if (ended.includes(status)) expect(ways).toEqual([]);
      else expect(ways.some((to) => ended.includes(to))).toBe(true);
    }
  });

  it('never stays where it is', () => {
    for (const status of statuses) expect(Object.values(machine[status]!)).not.toContain(status);
  });
});

describe('an engagement', () => {
  it('gets a place once, and gives it back only by ending unpaid', () => {
    const gains = engagementStatuses.flatMap((from) =>
      engagementStatuses
        .filter((to) => engagementMayBecome(from, to) && holdsPlace(from) !== holdsPlace(to))
        .map((to) => `${from} ${to}`),
    );
    expect(gains).toEqual([
      'INVITED ACCEPTED',
      'APPLIED ACCEPTED',
      'ACCEPTED CANCELLED',
      'ACCEPTED EXPIRED',
      'SUBMITTED CANCELLED',
      'REVISION_REQUESTED CANCELLED',
      'REVISION_REQUESTED EXPIRED',
      'APPROVED CANCELLED',
      'DISPUTED CANCELLED',
    ]);
  });
});

describe('a campaign', () => {
  it('that was published is never a draft again', () => {
    expect(campaignStatuses.some((from) => campaignMayBecome(from, 'DRAFT'))).toBe(false);
  });

  it.each([
    ['expired when no work was ever approved or paid', { approved: false, paid: 0 }, 'EXPIRED'],
    ['decided when work was approved, though it did not stay', { approved: true, paid: 0 }, 'DECIDED'],
    ['decided when an operator gave for work that was not approved', { approved: false, paid: 1 }, 'DECIDED'],
  ] as const)('in which nobody is at work any more is %s', (_, account, outcome) => {
    expect(outcomeOf(account)).toBe(outcome);
  });

  it('that is open or closed may come to either end by itself', () => {
    for (const from of ['OPEN', 'CLOSED'] as const) {
      expect([campaignMayBecome(from, 'DECIDED'), campaignMayBecome(from, 'EXPIRED')]).toEqual([true, true]);
    }
  });
});

describe('escrow', () => {
  const minor = fc.bigInt({ min: 1n, max: 10n ** 12n });

  it('needs at publication what publishing costs', () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: 1, max: 10_000 }), minor, (reward, places, ceiling) => {
        const owed = { rewards: 0n, reward, free: places, ceiling, commissionSpent: 0n };
        expect(escrowNeeded(owed)).toBe(costOf({ reward, places, ceiling }));
      }),
    );
  });

  it('needs the same when somebody takes a place under the same terms', () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: 1, max: 10_000 }), (reward, free) => {
        const before = { rewards: 0n, reward, free, ceiling: 0n, commissionSpent: 0n };
        expect(escrowNeeded({ ...before, rewards: reward, free: free - 1 })).toBe(escrowNeeded(before));
      }),
    );
  });

  it('needs nothing for commission beyond its ceiling', () => {
    const none = { rewards: 0n, reward: 1n, free: 0 };
    expect(escrowNeeded({ ...none, ceiling: 10n, commissionSpent: 4n })).toBe(6n);
    expect(escrowNeeded({ ...none, ceiling: 10n, commissionSpent: 11n })).toBe(0n);
  });
});
