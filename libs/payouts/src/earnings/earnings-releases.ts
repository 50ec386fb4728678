import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type Currency } from '@moments/kernel';
import { type AccountAddress, type JournalEntry, LedgerService } from '@moments/ledger';
import { Database, rows, type Tx } from '@moments/platform';
import { randomUUID } from 'node:crypto';
import { accountsOf, addressesOf } from './creator-accounts.js';
import { releasedPostings } from './domain/take-back.js';
import { creatorsWithDue, takeDue } from './held-earnings.store.js';

/** Makes available what was pending long enough; what is owed is made good first. */
@Injectable()
export class EarningsReleases {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** Releases what is due of so many creators, in one transaction; gives how many there were. */
  releaseDue(limit: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const creators = await creatorsWithDue(tx, this.clock.now(), limit);
      if (creators.length > 0) await this.release(tx, creators);
      return creators.length;
    });
  }

  /** Releases what is due of these creators, each line once however many try. */
  async release(tx: Tx, creatorIds: readonly AccountId[]): Promise<void> {
    const batch = randomUUID();
    const debts = new Map<AccountAddress, bigint>();
    for (const currency of await currenciesOf(tx, creatorIds)) {
      // The pending balance stands for the creator's held lines: whoever takes back or releases waits here.
      const touched = creatorIds.flatMap((creatorId) => addressesOf(creatorId));
      const locked = await this.ledger.lockBalances(tx, touched, currency);
      for (const [address, { balance }] of locked) debts.set(debtKey(address, currency), -balance.minor);
    }
    const due = await takeDue(tx, creatorIds, this.clock.now());
    const entries = due.map(({ creatorId, amount: { minor, currency } }): JournalEntry => {
      const accounts = accountsOf(creatorId);
      const debt = debts.get(debtKey(accounts.debt, currency)) ?? 0n;
      return {
        key: `released:${batch}:${creatorId}:${currency}`,
        kind: 'earnings_released',
        reference: `released:${batch}`,
        postings: releasedPostings(minor, { accounts, debt, currency }),
      };
    });
    await this.ledger.postMany(tx, entries);
  }
}

const debtKey = (address: AccountAddress, currency: Currency): AccountAddress =>
  `${address} ${currency}` as AccountAddress;

const currencies = 'select distinct currency from held_earnings where creator_id = any ($1::uuid[]) order by currency';

async function currenciesOf(tx: Tx, creatorIds: readonly AccountId[]): Promise<Currency[]> {
  return (await rows<{ currency: Currency }>(tx, currencies, [creatorIds])).map(({ currency }) => currency);
}
