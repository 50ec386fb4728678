import type { BusinessDay } from '@moments/kernel';
import type { Run } from './at-length.js';
import { exchangeFindings, isExchanged } from './domain/exchange.js';
import type { Evidence } from './domain/verdict.js';
import { addExchanged, companyOf, type ExchangeAudience, gatherSights, takeForExchanged } from './exchanges.store.js';
import type { JudgingRules } from './judging.settings.js';

// After few rounds nothing changes; where it goes on, it is about moments that hardly matter.
const mostRounds = 6;

/**
 * Looks for accounts that are sent to the moments of many: notes what it says against their views. First the moments that
 * have far more brief viewers than usual are narrowed down to those whose brief viewers meet at others of them, and then all
 * are taken in at which these viewers meet.
 */
export async function addExchanges(
  run: Run,
  { day, rules, number }: { day: BusinessDay; rules: JudgingRules; number: (evidence: Evidence) => number },
): Promise<void> {
  const conspicuous = await gatherSights(run, day, rules);
  const core = await settled(run, conspicuous, rules, true);
  const exchanged = await settled(run, momentsOf(core), rules, false);
  await addExchanged(
    run,
    exchanged.flatMap(({ momentId, ...audience }) => {
      const { accompanied, alone } = exchangeFindings(audience, rules.exchange);
      return [
        ...(accompanied ? [{ momentId, accompanied: true, finding: number({ ...accompanied, family: 'ring' }) }] : []),
        // Who came alone is told by how many came, as an audience is.
        ...(alone ? [{ momentId, accompanied: false, finding: number({ ...alone, family: 'audience' }) }] : []),
      ];
    }),
  );
}

const momentsOf = (audiences: readonly ExchangeAudience[]): string[] => audiences.map(({ momentId }) => momentId);

/** Asks again and again whom those keep company with that are left, until it is the same as before. */
async function settled(
  run: Run,
  from: readonly string[],
  { exchange }: JudgingRules,
  narrowing: boolean,
): Promise<ExchangeAudience[]> {
  let chosen = new Set(from);
  let found: ExchangeAudience[] = [];
  for (let round = 0; round < mostRounds && chosen.size > 0; round += 1) {
    found = (await companyOf(run, exchange)).filter(
      (audience) => isExchanged(audience, exchange) && !(narrowing && !chosen.has(audience.momentId)),
    );
    const next = new Set(momentsOf(found));
    const same = next.size === chosen.size && [...next].every((momentId) => chosen.has(momentId));
    chosen = next;
    await takeForExchanged(run, [...chosen]);
    if (same) break;
  }
  return found;
}
