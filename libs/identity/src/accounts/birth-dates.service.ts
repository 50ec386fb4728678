import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, parseInput } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { z } from 'zod';
import { birthDateSchema } from '../domain/person.js';
import { signUpRules } from '../identity.settings.js';

const tell = statement(
  'identity.tell_birth_date',
  `update accounts set birth_date = $2 where id = $1 and birth_date is null and status = 'active'`,
);

/** Dates of birth of those who did not tell theirs when they came: other issuers tell none. */
@Injectable()
export class BirthDates {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** What a date of birth has to be, as of today. */
  async schema() {
    const { minimumAge } = await this.settings.get(signUpRules);
    return birthDateSchema(minimumAge, this.clock.now());
  }

  /** Keeps a date of birth, for good; one that was told before stays. Throws `InvalidInput`. */
  async tell(accountId: AccountId, birthDate: string): Promise<void> {
    const schema = z.object({ birthDate: await this.schema() });
    await this.database.autocommit(tell, [accountId, parseInput(schema, { birthDate }).birthDate]);
  }
}
