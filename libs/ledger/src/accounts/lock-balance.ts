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
  const [balance, reserved] = [BigInt(found.balance), BigInt(found.reserved)];
  return {
    accountId: found.accountId,
    balance: { minor: balance, currency },
    reserved: { minor: reserved, currency },
    available: { minor: balance - reserved, currency },
    closed: found.closed,
  };
}
