import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, parseInput } from '@moments/kernel';
import { Database, execute, rows, type SealedColumn, Sealing, Settings, type Tx } from '@moments/platform';
import { v7 } from 'uuid';
import { z } from 'zod';
import { banks } from '../payouts.settings.js';
import { lockPayoutAccounts } from '../payouts/payout-accounts.service.js';
import { type BankAccount, masked, readBankAccount } from './domain/bank-account.js';
import { payoutMethodColumns, type PayoutMethodView } from './payout-method.view.js';

const input = z.object({ bic: z.string().max(40), accountNumber: z.string().max(80) });

const inForceAs = `select ${payoutMethodColumns} from payout_methods
  where account_id = $1 and replaced_at is null and number_hash = any($2::bytea[])`;
const insert = `
  insert into payout_methods (id, account_id, kind, bic, sealed_number, number_hash, masked_account, bank_name, set_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** What fingerprints of account numbers are for. */
const numberPurpose = 'payouts.account-number';

/** Account numbers, as they are kept; the fingerprint is how an account that another person gives, too, is noticed. */
export const sealedAccountNumbers: SealedColumn = {
  table: 'payout_methods',
  column: 'sealed_number',
  owner: 'id',
  fingerprint: { column: 'number_hash', purpose: numberPurpose, prefix: `bic || ' '` },
};

/** To which bank accounts creators are paid. */
@Injectable()
export class PayoutMethods {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Says where an account is to be paid from now on; payouts under way go where they were to go. The same again changes
   * nothing. Throws `InvalidInput` naming `bic` or `accountNumber`, `AccountGone`, `AccountSuspended`.
   */
  async set({
    accountId,
    ...given
  }: {
    accountId: AccountId;
    bic: string;
    accountNumber: string;
  }): Promise<PayoutMethodView> {
    const account = readBankAccount(parseInput(input, given));
    const known = await this.settings.get(banks);
    const bankName = known[account.bic]?.name ?? `BIC ${account.bic}`;
    return this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      await lockPayoutAccounts(tx, [accountId]);
      const hashes = this.sealing.fingerprints(`${account.bic} ${account.number}`, numberPurpose);
      const [same] = await rows<PayoutMethodView>(tx, inForceAs, [accountId, hashes]);
      if (same) return same;
      return this.replace(tx, { accountId, account, bankName, numberHash: hashes[0] });
    });
  }

  private async replace(
    tx: Tx,
    change: { accountId: AccountId; account: BankAccount; bankName: string; numberHash: Buffer },
  ): Promise<PayoutMethodView> {
    const { accountId, account, bankName, numberHash } = change;
    const [id, setAt] = [v7(), this.clock.now()];
    const { kind, bic, number } = account;
    const end = 'update payout_methods set replaced_at = $2 where account_id = $1 and replaced_at is null';
    await execute(tx, end, [accountId, setAt]);
    const sealed = this.sealing.seal({ content: Buffer.from(number), owner: id });
    const maskedAccount = masked(account);
    await execute(tx, insert, [id, accountId, kind, bic, sealed, numberHash, maskedAccount, bankName, setAt]);
    return { id, accountId, kind, bic, maskedAccount, bankName, setAt };
  }
}
