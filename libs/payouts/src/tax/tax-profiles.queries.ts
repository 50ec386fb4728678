import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { taxProfileColumns, type TaxProfileView } from './tax-profile.view.js';

const byAccounts = statement(
  'payouts.tax-profiles',
  `select ${taxProfileColumns} from tax_profiles where account_id = any($1)`,
);

@Injectable()
export class TaxProfilesQueries {
  constructor(private readonly database: Database) {}

  /** The profiles of those accounts that have declared one. */
  async of(accountIds: readonly AccountId[]): Promise<Map<AccountId, TaxProfileView>> {
    const found = await this.database.read<TaxProfileView>(byAccounts, [accountIds]);
    return new Map(found.map((profile) => [profile.accountId, profile]));
  }
}
