export { aWallet, journalTable, type LedgerWorld, openLedgerWorld, rub, transfer } from './ledger-world.js';
export { type MoneyOperation, openings, operation, walletOf } from './money-operations.js';
