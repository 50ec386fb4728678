export { aWallet, journalTable, type LedgerWorld, openLedgerWorld, rub, transfer } from './ledger-world.js';
