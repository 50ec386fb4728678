import type { AccountId } from '@moments/kernel';
import type { EarningsChanged } from '../earnings.events.js';
import type { Earning } from './earning.js';

type About = Omit<EarningsChanged, 'creators'>;

/** What is told of earnings: those that change what was earned before, for each reason, corrected day and currency. */
export function changesOf(earnings: readonly Earning[]): EarningsChanged[] {
  const changes = new Map<string, { about: About; sums: Map<AccountId, bigint> }>();
  for (const earning of earnings) {
    const about = aboutOf(earning);
    if (!about) continue;
    const key = `${about.reason} ${about.day ?? ''} ${about.currency}`;
    const { sums } = changes.get(key) ?? { sums: new Map<AccountId, bigint>() };
    sums.set(earning.creatorId, (sums.get(earning.creatorId) ?? 0n) + earning.amount.minor);
    changes.set(key, { about, sums });
  }
  return [...changes.values()].flatMap(({ about, sums }) => {
    const changed = [...sums].filter(([, minor]) => minor !== 0n);
    const creators = changed.map(([creatorId, minor]) => ({ creatorId, amountMinor: `${minor}` }));
    return creators.length > 0 ? [{ ...about, creators }] : [];
  });
}

function aboutOf({ kind, corrects: day, amount: { currency } }: Earning): About | undefined {
  if (kind === 'RETURN_CLAWBACK') return { reason: 'COMMISSION_TAKEN_BACK', currency };
  return kind === 'CORRECTION' ? { reason: 'DAY_CORRECTED', day, currency } : undefined;
}
