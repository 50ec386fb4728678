export { aWallet, journalTable, rub } from './ledger-world.js';
