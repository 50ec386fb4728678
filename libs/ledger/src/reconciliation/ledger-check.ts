/** One thing that must be true of the ledger, as a query for what contradicts it: subject, expected, actual. */
export interface LedgerCheck {
  name: string;
  /** The rule in a sentence. */
  rule: string;
  sql: string;
}
