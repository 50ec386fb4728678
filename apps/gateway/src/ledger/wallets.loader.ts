import { Injectable } from '@nestjs/common';
import { currency, type Page, type PageWindow } from '@moments/kernel';
import {
  type Balance,
  type LedgerAccount,
  LedgerQueries,
  type LinePosition,
  parseAddress,
  type StatementLine,
} from '@moments/ledger';
import { batched, batchedBy } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

type StatementPage = Page<StatementLine, LinePosition>;

/** Balances and statements of a request's wallets, read together. */
@Injectable()
export class WalletsLoader {
  private readonly balances = batched<string, Balance>(async (keys) =>
    zip(keys, await this.queries.balances(keys.map(accountOf))),
  );
  private readonly statements = batchedBy<string, PageWindow<LinePosition>, StatementPage>(async (keys, window) =>
    zip(keys, await this.queries.statements(keys.map(accountOf), window)),
  );

  constructor(private readonly queries: LedgerQueries) {}

  async balance(context: GraphqlContext, account: LedgerAccount): Promise<Balance> {
    return present(await this.balances.load(context, keyOf(account)));
  }

  async statement(
    context: GraphqlContext,
    account: LedgerAccount,
    window: PageWindow<LinePosition>,
  ): Promise<StatementPage> {
    return present(await this.statements.load(context, keyOf(account), window));
  }
}

const keyOf = ({ address, currency: code }: LedgerAccount): string => `${address} ${code}`;

function accountOf(key: string): LedgerAccount {
  const [address = '', code = ''] = key.split(' ');
  return { address: present(parseAddress(address)), currency: currency(code) };
}

const zip = <Value>(keys: readonly string[], values: readonly Value[]): Map<string, Value> =>
  new Map(keys.flatMap((key, index) => (values[index] === undefined ? [] : [[key, values[index]] as const])));

/** The ledger answers for every account that it is asked about. */
function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the ledger did not answer');
  return value;
}
