import { text } from './expecting.js';
import type { Member, World } from './world.js';

/** Everything that the story has moved is proven from the postings alone. */
export async function booksAreProven(world: World, operator: Member): Promise<void> {
  const { tell } = world;
  tell.chapter('The books are proven');
  await tell.ask({
    ...{ who: operator, why: 'has the whole ledger proven' },
    document: `query Proof {
      operator { reconciliation { ok drift transfers accounts entriesSum { amount currency } rows { check subject } } }
    }`,
    expect: { operator: { reconciliation: { ok: true, drift: 0, entriesSum: { amount: '0.00' }, rows: [] } } },
  });
  await tell.call({
    ...{ who: 'an operator', why: 'has it proven on the command line, with everything that knows of money' },
    ...{ call: 'cli reconcile', send: () => world.operate('reconcile'), expect: { code: 0, output: text(/\bclean$/) } },
  });
}
