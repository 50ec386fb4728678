import type { LedgerModel, ModelCommand, ModelOutcome } from './ledger-model.js';

/** A command that ran at the same time as others, and what came of it. */
export interface Happened {
  command: ModelCommand;
  outcome: ModelOutcome;
}

const maxSteps = 20_000;

/**
 * Finds an order in which commands that ran at once could have run one after the other on the model, each with the very
 * outcome that it had: what was done in that order, and each refusal true at some point of it. Gives the model afterwards,
 * or `undefined` when there is no such order: then the real side has done what no sequence of commands can do.
 */
export function linearise(model: LedgerModel, happened: readonly Happened[]): LedgerModel | undefined {
  const refused = happened.filter(({ outcome }) => outcome.startsWith('refused'));
  let steps = 0;

  const search = (
    state: LedgerModel,
    left: readonly Happened[],
    unexplained: readonly Happened[],
  ): LedgerModel | undefined => {
    steps += 1;
    if (steps > maxSteps) return undefined;
    // A refusal changes nothing, so it may have been at any point.
    const still = unexplained.filter(({ command, outcome }) => state.copy().run(command) !== outcome);
    if (left.length === 0) return still.length === 0 ? state : undefined;
    for (const [index, { command, outcome }] of left.entries()) {
      const next = state.copy();
      if (next.run(command) !== outcome) continue;
      const found = search(next, left.toSpliced(index, 1), still);
      if (found) return found;
    }
    return undefined;
  };

  return search(
    model,
    happened.filter((each) => !refused.includes(each)),
    refused,
  );
}
