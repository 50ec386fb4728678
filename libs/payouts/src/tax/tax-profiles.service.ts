import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, parseInput } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import { z } from 'zod';
import { isPersonInn } from './domain/inn.js';
import { taxProfileColumns, type TaxProfileView, taxStatuses } from './tax-profile.view.js';

/** What a creator declares of themselves. */
export interface TaxDeclaration {
  accountId: AccountId;
  status: string;
  legalName: string;
  inn: string;
}

/** What the fields of a declaration have to be. */
export const taxDeclaration = z.object({
  status: z.enum(taxStatuses),
  legalName: z
    .string()
    .trim()
    .min(3, 'is too short')
    .max(140, 'is longer than 140 characters')
    .regex(/^[\p{L}\p{M} .'’-]+$/u, 'is not a name'),
  inn: z.string().refine(isPersonInn, 'is not the INN of a person: 12 digits, the last two of which check the others'),
});

// Whoever declares the same again keeps what the tax service has said of it.
const declare = `
  insert into tax_profiles (account_id, status, legal_name, inn, declared_at) values ($1, $2, $3, $4, $5)
  on conflict (account_id) do update
     set status = excluded.status, legal_name = excluded.legal_name, inn = excluded.inn, declared_at = excluded.declared_at,
         verified_at = case when (tax_profiles.status, tax_profiles.inn) = (excluded.status, excluded.inn)
                            then tax_profiles.verified_at end,
         refusal = null
  returning ${taxProfileColumns}`;

/** As whom creators are taxed. */
@Injectable()
export class TaxProfiles {
  constructor(private readonly clock: Clock) {}

  /**
   * Declares, or declares anew, as whom an account is taxed. Payouts that were requested before keep what stood then. The
   * tax service is asked before money goes. Throws `InvalidInput` naming every broken field (`status`, `legalName`, `inn`).
   */
  async declare(tx: Tx, { accountId, ...declared }: TaxDeclaration): Promise<TaxProfileView> {
    const { status, legalName, inn } = parseInput(taxDeclaration, declared);
    const [profile] = await rows<TaxProfileView>(tx, declare, [accountId, status, legalName, inn, this.clock.now()]);
    if (!profile) throw new Error('nothing was declared');
    return profile;
  }
}
