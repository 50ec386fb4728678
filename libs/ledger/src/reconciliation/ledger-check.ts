/** One thing that must be true of the ledger, as a query for what contradicts it: subject, expected, actual. */
export interface LedgerCheck {
  name: string;
  /** The rule in a sentence. */
  rule: string;
  sql: string;
}

const furtherChecks = new Map<string, LedgerCheck>();

/** Declares what a higher lib wants to be true of its rows and the ledger together; reconciled with the ledger's own checks. */
export function defineLedgerCheck(check: LedgerCheck): LedgerCheck {
  if (furtherChecks.has(check.name)) throw new Error(`ledger check ${check.name} is defined twice`);
  furtherChecks.set(check.name, check);
  return check;
}

/** Every further check that the process has loaded. */
export const declaredChecks = (): readonly LedgerCheck[] => [...furtherChecks.values()];
