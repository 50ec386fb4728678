import { CatalogModule, IncomingDeposits } from '@moments/catalog';
import { IdentityModule } from '@moments/identity';
import {
  currency,
  formatAmount,
  type IdKind,
  type JournalEntryId,
  type Money,
  newId,
  parseMoney,
} from '@moments/kernel';
import {
  type AccountAddress,
  type DepositView,
  type JournalEntryView,
  LedgerModule,
  LedgerQueries,
  LedgerService,
  type PostedEntry,
  ReconciliationService,
} from '@moments/ledger';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';

/** One movement of money in the words of a story. */
export interface Step {
  kind: string;
  /** What it happened to, `campaign:<uuid>`. */
  reference: string;
  from: AccountAddress;
  to: AccountAddress;
  amount: Money;
}

/** `rub('1000.00')`. */
export const rub = (amount: string): Money => parseMoney(amount, currency('RUB'));

/** The real ledger, with names in place of ids so that its journal reads as a story. */
export class MoneyWorld {
  private readonly names = new Map<string, string>();
  private told: JournalEntryId | undefined;
  private steps = 0;

  private constructor(readonly lib: LibWorld) {}

  static async open(): Promise<MoneyWorld> {
    return new MoneyWorld(await openLibWorld([IdentityModule, CatalogModule, LedgerModule]));
  }

  get ledger(): LedgerService {
    return this.lib.app.get(LedgerService);
  }

  /** Gives what an id names a name. */
  call<Id extends string>(id: Id, name: string): Id {
    this.names.set(id, name);
    return id;
  }

  /** Somebody or something new, by name. */
  a<Kind extends IdKind>(_kind: Kind, name: string) {
    return this.call(newId<Kind>(), name);
  }

  /** The bank tells of a payment. */
  async deposit(reference: string, { payee, amount }: { payee: string; amount: Money }): Promise<DepositView> {
    const told = {
      reference,
      payee,
      amount: { amount: formatAmount(amount), currency: amount.currency },
      receivedAt: '2026-01-31T12:00:00Z',
      details: '',
    };
    const deliveryId = `msg-${(this.steps += 1)}`;
    const deposit = await this.lib.app.get(IncomingDeposits).receive({ deliveryId, told });
    this.call(deposit.id, reference);
    return deposit;
  }

  /** Posts an entry of one movement, or of several that belong together. */
  post(...steps: readonly [Step, ...Step[]]): Promise<PostedEntry> {
    const [{ kind, reference }] = steps;
    const key = `story:${(this.steps += 1)}`;
    const postings = steps.map(({ from, to, amount }) => ({ from, to, amount }));
    return this.ledger.postAlone({ key, kind, reference, postings });
  }

  /** Takes an entry back, or as much of it as is said. */
  reverse(
    entry: PostedEntry,
    { kind, reference, amount }: { kind: string; reference: string; amount?: Money },
  ): Promise<PostedEntry> {
    const key = `story:${(this.steps += 1)}`;
    const command = { entryId: entry.id, key, kind, reference };
    const extent = amount ? { amount } : {};
    return this.lib.database.transaction((tx) => this.ledger.reverse(tx, { ...command, ...extent }));
  }

  /**
   * The journal since it was last told, a line for each movement:
   * `bank → seller:Anna's shop:wallet 1 000.00 RUB (deposit D-1)`.
   */
  async journal(): Promise<string> {
    const entries = await this.lib.app.get(LedgerQueries).journal({ after: this.told, limit: 1_000 });
    this.told = entries.at(-1)?.id ?? this.told;
    return entries.flatMap((entry) => this.lines(entry)).join('\n');
  }

  /** What an account holds now. */
  async moneyIn(address: AccountAddress): Promise<Money> {
    const [found] = await this.lib.app.get(LedgerQueries).balances([{ address, currency: currency('RUB') }]);
    return found?.balance ?? rub('0');
  }

  /** Balances of the given accounts, a line for each. */
  async balances(...accounts: readonly AccountAddress[]): Promise<string> {
    const asked = accounts.map((address) => ({ address, currency: currency('RUB') }));
    const found = await this.lib.app.get(LedgerQueries).balances(asked);
    return found
      .map(({ address, balance, reserved }) => {
        const kept = reserved.minor === 0n ? '' : ` (reserved ${readable(reserved)})`;
        return `${this.named(address)} ${readable(balance)}${kept}`;
      })
      .join('\n');
  }

  /** What the proof of the whole ledger finds: nothing, if all is well. */
  async drift(): Promise<string[]> {
    const { drift, counted } = await this.lib.app.get(ReconciliationService).run();
    if (counted.postings === 0) throw new Error('there is nothing to prove');
    return drift.map(({ check, subject, expected, actual }) => `${check}: ${subject}: ${expected}, not ${actual}`);
  }

  close(): Promise<void> {
    return this.lib.close();
  }

  private lines({ kind, reference, postings }: JournalEntryView): string[] {
    const [, id = reference] = /^[a-z]+:(.+)$/.exec(reference) ?? [];
    const why = `${kind.replaceAll('_', ' ')} ${this.named(id)}`;
    return postings.map(
      ({ from, to, amount }) => `${this.named(from)} → ${this.named(to)} ${readable(amount)} (${why})`,
    );
  }

  private named(text: string): string {
    return [...this.names].reduce((named, [id, name]) => named.replaceAll(id, name), text);
  }
}

/** `1 000.00 RUB` */
const readable = (money: Money): string =>
  `${formatAmount(money).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')} ${money.currency}`;
