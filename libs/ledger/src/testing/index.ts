export { aWallet, journalTable, type LedgerWorld, openLedgerWorld, rub, transfer } from './ledger-world.js';
export { openings, operation, walletOf } from './money-operations.js';
