import { Injectable } from '@nestjs/common';
import { type AccountId, type Currency, type Money } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

/** What somebody whose account is deleted had earned and was not paid. */
export interface UnclaimedMoney {
  readonly accountId: AccountId;
  readonly deletedAt: Date;
  /** Less what they owe. */
  readonly available: Money;
  /** Not released yet. */
  readonly pending: Money;
}

interface Row {
  accountId: AccountId;
  deletedAt: Date;
  currency: Currency;
  available: string;
  pending: string;
}

// Reads identity's accounts and the ledger's balances: of all who are gone only those are asked for who are owed something.
const unclaimed = statement(
  'payouts.unclaimed-money',
  `select accounts.id as "accountId", accounts.status_changed_at as "deletedAt", ledger.currency,
          coalesce(sum(balance) filter (where ledger.kind <> 'creator_pending'), 0)::text as available,
          coalesce(sum(balance) filter (where ledger.kind = 'creator_pending'), 0)::text as pending
     from accounts
     cross join lateral (values ('available'), ('pending'), ('debt')) as part (name)
     join ledger_accounts as ledger on ledger.address = 'creator:' || accounts.id || ':' || part.name
     join ledger_balances as balances on balances.account_id = ledger.id
    where accounts.status = 'deleted'
    group by accounts.id, accounts.status_changed_at, ledger.currency
   having sum(balance) > 0
    order by accounts.status_changed_at, accounts.id, ledger.currency`,
);

/** What the platform still owes to those who are gone: nobody else is told of it. */
@Injectable()
export class UnclaimedMoneyQueries {
  constructor(private readonly database: Database) {}

  /** The longest gone first. */
  async list(): Promise<UnclaimedMoney[]> {
    const found = await this.database.readAtLength<Row>(unclaimed);
    return found.map(({ currency, available, pending, ...row }) => ({
      ...row,
      available: { minor: BigInt(available), currency },
      pending: { minor: BigInt(pending), currency },
    }));
  }
}
