import type { INestApplicationContext } from '@nestjs/common';
import { currency, newId } from '@moments/kernel';
import {
  type AccountAddress,
  addresses,
  type JournalEntry,
  LedgerService,
  ReconciliationService,
} from '@moments/ledger';
import { Database } from '@moments/platform';
import { beanCheck } from './ledger/bean-check.js';
import { ByHand, type Payments } from './ledger/by-hand.js';
import { copyRows, foreignKeys } from './ledger/copied-rows.js';
import { withLedger } from './ledger/ledger-app.js';
import { figure, type Figure } from './figure.js';
import { interleaved, median, seconds } from './measure.js';
import { scaled } from './scale.js';

const connections = 16;
const roundSeconds = scaled(5);
const rounds = scaled(3);
const accounts = 1_000;
const payees = 50;
const accruals = scaled(100_000);
const creators = 10_000;

/** Payments one by one and by the hundred thousand, beside the same written by hand in SQL; the ledger is proven after. */
export const ledger = (): Promise<Figure[]> =>
  withLedger(connections, async (app) => {
    const { DATABASE_URL: databaseUrl = '', BENCH_FOLDER: folder = '.' } = process.env;
    const byHand = await ByHand.make(databaseUrl, folder);
    const wallets = await openWallets(app);
    // Before the hundred thousands: what the tool reads stays small enough for it.
    const transfers = await measureTransfers(app, byHand, wallets);
    const proven = await beanCheck(app, folder);
    const batches = await measureBatches(app);
    await requireClean(app);
    console.error(proven ? 'bean-check: clean' : 'bean-check is not on this machine');
    return [...transfers, ...batches];
  });

const rub = (minor: bigint) => ({ minor, currency: currency('RUB') });

const anEntry = (from: AccountAddress, to: AccountAddress, minor: bigint): JournalEntry => ({
  key: `bench:${newId()}`,
  kind: 'transfer',
  reference: 'bench',
  postings: [{ from, to, amount: rub(minor) }],
});

async function openWallets(app: INestApplicationContext): Promise<AccountAddress[]> {
  const wallets = Array.from({ length: accounts }, () => addresses.sellerWallet(newId()));
  const deposits = wallets.map((wallet) => anEntry(addresses.bank, wallet, 1_000_000_000_000n));
  await app.get(Database).transaction((tx) => app.get(LedgerService).postMany(tx, deposits));
  return wallets;
}

const random = (below: number): number => Math.floor(Math.random() * below);

/** Who pays whom: the same choice as the scripts for pgbench make. */
function pairOf(payments: Payments, wallets: readonly AccountAddress[]): [AccountAddress, AccountAddress] {
  const from = payments === 'hotPayer' ? accounts - 1 : random(accounts);
  const to = payments === 'hotPayer' ? random(payees) : (from + 1 + random(accounts - 1)) % accounts;
  return [wallets[from] ?? addresses.bank, wallets[to] ?? addresses.bank];
}

async function transfersPerSecond(
  ledgerService: LedgerService,
  payments: Payments,
  wallets: readonly AccountAddress[],
): Promise<number> {
  const startedMs = performance.now();
  let done = 0;
  const payer = async (): Promise<void> => {
    while (performance.now() - startedMs < roundSeconds * 1_000) {
      const [from, to] = pairOf(payments, wallets);
      await ledgerService.postAlone(anEntry(from, to, 1n));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, payer));
  return (done * 1_000) / (performance.now() - startedMs);
}

async function measureTransfers(
  app: INestApplicationContext,
  byHand: ByHand,
  wallets: readonly AccountAddress[],
): Promise<Figure[]> {
  const service = app.get(LedgerService);
  const options = { connections, seconds: roundSeconds };
  const found = await interleaved(rounds, {
    ours: () => transfersPerSecond(service, 'anybody', wallets),
    byHand: () => byHand.transfersPerSecond('anybody', options),
    oursHot: () => transfersPerSecond(service, 'hotPayer', wallets),
    byHandHot: () => byHand.transfersPerSecond('hotPayer', options),
  });
  const unit = 'transfers/s';
  return [
    figure({
      name: `transfers among ${accounts} accounts, ${connections} connections / one PL/pgSQL function under pgbench`,
      ours: median(found.ours),
      reference: median(found.byHand),
      target: 0.5,
      better: 'higher',
      unit,
    }),
    figure({
      name: `one hot payer, ${payees} payees / the same function under pgbench`,
      ours: median(found.oursHot),
      reference: median(found.byHandHot),
      target: 0.25,
      better: 'higher',
      unit,
    }),
  ];
}

/**
 * One close: so many accruals in one transaction, beside INSERT … SELECT of the same rows into empty tables with the same
 * indexes and constraints: bare, and with the foreign keys that say of accounts and entries what the ledger's triggers do.
 */
async function measureBatches(app: INestApplicationContext): Promise<Figure[]> {
  const database = app.get(Database);
  const service = app.get(LedgerService);
  const fund = addresses.fundBudget(newId());
  await service.postAlone(anEntry(addresses.bank, fund, 1_000_000_000_000n));
  const pending = Array.from({ length: creators }, () => addresses.creatorPending(newId()));
  const close = async (): Promise<number> => {
    const entries = Array.from({ length: accruals }, (_, n) => anEntry(fund, pending[n % creators] ?? fund, 100n));
    return accruals / (await seconds(() => database.transaction((tx) => service.postMany(tx, entries))));
  };
  const found = await interleaved(rounds, {
    ours: close,
    keyed: () => copyRows(database, { fund, accruals, keys: foreignKeys }),
    bare: () => copyRows(database, { fund, accruals, keys: [] }),
  });
  const ours = median(found.ours);
  return [
    figure({
      name: `${accruals} accruals in one close / INSERT … SELECT of the same rows, foreign keys instead of triggers`,
      ours,
      reference: median(found.keyed),
      target: 0.3,
      better: 'higher',
      unit: 'postings/s',
    }),
    figure({
      name: `${accruals} accruals in one close / the same with nothing that looks at accounts and entries`,
      ours,
      reference: median(found.bare),
      better: 'higher',
      unit: 'postings/s',
    }),
    figure({
      name: `${accruals} accruals in one close / 20,000 a second`,
      ours,
      reference: 20_000,
      target: 1,
      better: 'higher',
      unit: 'postings/s',
    }),
  ];
}

async function requireClean(app: INestApplicationContext): Promise<void> {
  const { ok, drift, counted } = await app.get(ReconciliationService).run();
  if (!ok) throw new Error(`the ledger is not clean: ${JSON.stringify(drift.slice(0, 5))}`);
  console.error(`reconcile: clean, ${counted.postings} postings`);
}
