/**
 * Does money operations over 8 connections, to be killed at any point: `node crash-client.js <database url>`, the numbers of
 * the operations on stdin as JSON. Tells each that is done by a line; whatever fails is tried again with its key.
 */
import 'reflect-metadata';
import { DomainError, SystemClock } from '@moments/kernel';
import { Database } from '@moments/platform';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { JournalEntry } from '../domain/journal-entry.js';
import { HoldsService } from '../holds/holds.service.js';
import { LedgerService } from '../ledger.service.js';
import { type MoneyOperation, operation } from './money-operations.js';

const connections = 8;
const retryMs = 50;

const numbers = JSON.parse(await text(process.stdin)) as number[];
const dataSource = await connect(process.argv[2] ?? '');
const database = new Database(dataSource);
const ledger = new LedgerService(database, new SystemClock());
const holds = new HoldsService(database, new SystemClock());

await Promise.all(Array.from({ length: connections }, work));
await dataSource.destroy();

async function work(): Promise<void> {
  for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
    await untilDone(operation(n));
    process.stdout.write(`${n}\n`);
  }
}

async function untilDone(wanted: MoneyOperation): Promise<void> {
  for (;;) {
    try {
      await perform(wanted);
      return;
    } catch (error) {
      // What a person could have caused is a mistake of this test.
      if (error instanceof DomainError) throw error;
      // The server is gone, or the answer was lost: the same again, with the same keys.
      await sleep(retryMs);
    }
  }
}

async function perform({ n, how, entries }: MoneyOperation): Promise<void> {
  switch (how) {
    case 'alone':
      for (const entry of entries) await ledger.postAlone(entry);
      return;
    case 'together':
      return database.transaction(async (tx) => {
        for (const entry of entries) await ledger.post(tx, entry);
      });
    case 'many':
      await database.transaction((tx) => ledger.postMany(tx, entries));
      return;
    case 'hold':
      for (const entry of entries) await payByHold(n, entry);
      return;
  }
}

async function payByHold(n: number, { key, kind, reference, postings }: JournalEntry): Promise<void> {
  for (const { from: address, to, amount } of postings) {
    const kept = { address, amount: { ...amount, minor: amount.minor + 5n }, key: `crash:${n}`, reference };
    const { id: holdId } = await database.transaction((tx) => holds.reserve(tx, kept));
    const paid = { holdId, key, kind, reference, to: [{ address: to, amount }], releaseRest: true };
    await database.transaction((tx) => holds.capture(tx, paid));
  }
}

async function connect(url: string): Promise<DataSource> {
  for (;;) {
    const source = new DataSource({ type: 'postgres', url, poolSize: connections, logging: false });
    try {
      return await source.initialize();
    } catch {
      await sleep(retryMs);
    }
  }
}
