import { Injectable } from '@nestjs/common';
import { currency, type JournalEntryId, type Money, type Page, pageOf, type PageWindow } from '@moments/kernel';
import { Database } from '@moments/platform';
import type { AccountAddress } from './domain/account-kinds.js';
import { balancesAt, balancesOfAccounts, balancesOfAddresses } from './reading/balance.sql.js';
import { entriesAfter, entriesById, statementLines } from './reading/statement.sql.js';
import {
  type Balance,
  type JournalEntryView,
  type LedgerAccount,
  type LinePosition,
  type LineRow,
  type PostingRow,
  type StatementLine,
  toEntries,
  toLine,
} from './reading/views.js';

interface BalanceRow {
  address: AccountAddress;
  currency: string;
  balance: string;
  reserved: string;
  closedAt: Date | null;
}

/** What accounts have and had; every read takes one statement however many accounts it is asked about. */
@Injectable()
export class LedgerQueries {
  constructor(private readonly database: Database) {}

  /** Balances now, in the order asked; an account that was never posted to has nothing. */
  async balances(accounts: readonly LedgerAccount[]): Promise<Balance[]> {
    const found = await this.database.read<BalanceRow>(balancesOfAccounts, columnsOf(accounts));
    const byAccount = new Map(found.map((row) => [keyOf(row), toBalance(row)]));
    return accounts.map((account) => byAccount.get(keyOf(account)) ?? emptyBalance(account));
  }

  /** Balances now in every currency that an address was ever posted in; none for an address without any. */
  async balancesOf(addresses: readonly AccountAddress[]): Promise<Map<AccountAddress, Balance[]>> {
    const balances = new Map<AccountAddress, Balance[]>(addresses.map((address) => [address, []]));
    const found = await this.database.read<BalanceRow>(balancesOfAddresses, [addresses]);
    for (const row of found) balances.get(row.address)?.push(toBalance(row));
    return balances;
  }

  /** Balances as they were at an instant, whatever was posted at that very instant included; in the order asked. */
  async balancesAt(accounts: readonly LedgerAccount[], at: Date): Promise<Money[]> {
    const parameters = [...columnsOf(accounts), at];
    const found = await this.database.read<Pick<BalanceRow, 'address' | 'currency' | 'balance'>>(
      balancesAt,
      parameters,
    );
    const byAccount = new Map(found.map((row) => [keyOf(row), BigInt(row.balance)]));
    return accounts.map((account) => ({ minor: byAccount.get(keyOf(account)) ?? 0n, currency: account.currency }));
  }

  /**
   * A page of each account's lines, newest first, each with the balance after it; in the order asked. New lines come only
   * before the first page. Accounts that keep no balance have no statement.
   */
  async statements(
    accounts: readonly LedgerAccount[],
    { limit, after }: PageWindow<LinePosition>,
  ): Promise<Page<StatementLine, LinePosition>[]> {
    const parameters = [...columnsOf(accounts), after?.at ?? null, after?.seq ?? null, limit + 1];
    const found = await this.database.read<LineRow>(statementLines, parameters);
    return accounts.map(({ currency: code }, index) =>
      pageOf(
        found.filter(({ place }) => place === index + 1),
        limit,
        (row) => ({ item: toLine(row, code), position: { at: row.at, seq: row.seq } }),
      ),
    );
  }

  /** Entries with their postings; those that are not there are left out. */
  async entries(ids: readonly JournalEntryId[]): Promise<JournalEntryView[]> {
    return toEntries(await this.database.read<PostingRow>(entriesById, [ids]));
  }

  /**
   * The journal from its beginning, or after an entry, in the order of ids: that of the time at which the application made
   * them. What is just being posted may still come before the last few, so an export ends a little before now.
   */
  async journal({ after, limit }: { after?: JournalEntryId; limit: number }): Promise<JournalEntryView[]> {
    return toEntries(await this.database.read<PostingRow>(entriesAfter, [after ?? null, limit]));
  }
}

const keyOf = ({ address, currency: code }: { address: string; currency: string }): string => `${address} ${code}`;

const columnsOf = (accounts: readonly LedgerAccount[]): [string[], string[]] => [
  accounts.map(({ address }) => address),
  accounts.map(({ currency: code }) => code),
];

function toBalance(row: BalanceRow): Balance {
  const code = currency(row.currency);
  const [balance, reserved] = [BigInt(row.balance), BigInt(row.reserved)];
  return {
    address: row.address,
    currency: code,
    balance: { minor: balance, currency: code },
    reserved: { minor: reserved, currency: code },
    available: { minor: balance - reserved, currency: code },
    closedAt: row.closedAt,
  };
}

function emptyBalance({ address, currency: code }: LedgerAccount): Balance {
  const nothing = { minor: 0n, currency: code };
  return { address, currency: code, balance: nothing, reserved: nothing, available: nothing, closedAt: null };
}
