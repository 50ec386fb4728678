import { type Currency, type Money } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import { type AccountAddress, kindOf } from '../domain/account-kinds.js';
import { typedErrors } from '../journal/posting-errors.js';

/** A balance that nobody else moves until the transaction ends. */
export interface LockedBalance {
  accountId: string;
  balance: Money;
  /** What open holds keep of it. */
  reserved: Money;
  /** What can be spent. */
  available: Money;
  closed: boolean;
}

interface BalanceRow {
  accountId: string;
  balance: string;
  reserved: string;
  closed: boolean;
}

const lock = `
  select balances.account_id as "accountId", balances.balance, balances.reserved,
         balances.closed_at is not null as closed
    from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
   where accounts.address = $1 and accounts.currency = $2
     for no key update of balances`;

const open = 'select ledger_open_accounts(array[$1], array[$2], array[$3], array[$4::boolean], array[true], $5)';

/**
 * Locks an account's balance, opening the account when it is new: what is decided by it holds until the commit. Locks of
 * several accounts are taken in one order everywhere. Throws `LedgerAccountClosed` for another currency of a closed
 * address; a `TypeError` for accounts that keep no balance.
 */
export async function lockBalance(
  tx: Tx,
  { address, currency, at }: { address: AccountAddress; currency: Currency; at: Date },
): Promise<LockedBalance> {
  const { name, mayGoNegative, keepsBalance } = kindOf(address);
  if (!keepsBalance) throw new TypeError(`${address} keeps no balance`);
  const find = () => rows<BalanceRow>(tx, lock, [address, currency]);
  let [found] = await find();
  if (!found) {
    await typedErrors(() => rows(tx, open, [address, currency, name, mayGoNegative, at]));
    [found] = await find();
  }
  if (!found) throw new Error(`account ${address} was not opened`);
  return toLocked(found, currency);
}

const lockMany = `
  select accounts.address, balances.account_id as "accountId", balances.balance, balances.reserved,
         balances.closed_at is not null as closed
    from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
   where accounts.address = any ($1::text[]) and accounts.currency = $2
   order by accounts.id
     for no key update of balances`;

/**
 * The same for several accounts; those that were never posted to are left out, they have nothing. Locked in the order of
 * their ids, as postings lock theirs: two who want the same ones wait for each other and never in a circle.
 */
export async function lockBalances(
  tx: Tx,
  { addresses, currency }: { addresses: readonly AccountAddress[]; currency: Currency },
): Promise<Map<AccountAddress, LockedBalance>> {
  const found = await rows<BalanceRow & { address: AccountAddress }>(tx, lockMany, [addresses, currency]);
  return new Map(found.map((row) => [row.address, toLocked(row, currency)]));
}

function toLocked(row: BalanceRow, currency: Currency): LockedBalance {
  const [balance, reserved] = [BigInt(row.balance), BigInt(row.reserved)];
  return {
    accountId: row.accountId,
    balance: { minor: balance, currency },
    reserved: { minor: reserved, currency },
    available: { minor: balance - reserved, currency },
    closed: row.closed,
  };
}
