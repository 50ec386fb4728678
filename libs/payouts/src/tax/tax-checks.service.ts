import { Injectable } from '@nestjs/common';
import { type AccountId, after, businessDayOf, Clock, hours } from '@moments/kernel';
import { Database, execute, Settings } from '@moments/platform';
import { TaxServiceAway } from '../payouts.errors.js';
import { payoutTaxes } from '../payouts.settings.js';
import { TaxProfilesQueries } from './tax-profiles.queries.js';
import { TaxService } from './tax-service.js';
import type { TaxProfileView } from './tax-profile.view.js';

// For the INN that was asked about only: another one may have been declared meanwhile.
const confirm = `update tax_profiles set verified_at = $3, refusal = null where account_id = $1 and inn = $2`;
const refuse = `update tax_profiles set verified_at = null, refusal = $3 where account_id = $1 and inn = $2`;

/** Asks the tax service about those whose status only it knows. Never inside a transaction. */
@Injectable()
export class TaxChecks {
  constructor(
    private readonly service: TaxService,
    private readonly profiles: TaxProfilesQueries,
    private readonly settings: Settings,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Sees to it that what is known of a self-employed creator is fresh; asks nobody about others. Gives the profile as it is
   * then. While the service does not answer, what is known stays as old as it is: whoever pays looks at `verifiedAt`.
   */
  async refresh(accountId: AccountId): Promise<TaxProfileView | undefined> {
    const profile = (await this.profiles.of([accountId])).get(accountId);
    if (profile?.status !== 'SELF_EMPLOYED' || (await this.staysFresh(profile))) return profile;
    const { inn } = profile;
    const at = this.clock.now();
    const told = await this.ask(inn, at);
    if (told === undefined) return profile;
    await this.database.transaction((tx) =>
      told ? execute(tx, confirm, [accountId, inn, at]) : execute(tx, refuse, [accountId, inn, 'not_self_employed']),
    );
    return (await this.profiles.of([accountId])).get(accountId);
  }

  /** What is half expired is asked for anew: it must still hold when a payout has been approved and its batch is made. */
  private async staysFresh({ verifiedAt }: TaxProfileView): Promise<boolean> {
    const { checkHours } = await this.settings.get(payoutTaxes);
    return isConfirmed(verifiedAt, { checkHours: checkHours / 2, now: this.clock.now() });
  }

  private async ask(inn: string, at: Date): Promise<boolean | undefined> {
    try {
      return await this.service.isSelfEmployed(inn, businessDayOf(at));
    } catch (error) {
      if (error instanceof TaxServiceAway) return undefined;
      throw error;
    }
  }
}

export const isConfirmed = (verifiedAt: Date | null, { checkHours, now }: { checkHours: number; now: Date }): boolean =>
  verifiedAt !== null && after(verifiedAt, hours(checkHours)) > now;
