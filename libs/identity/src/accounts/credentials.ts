import { Injectable } from '@nestjs/common';
import { InvalidInput } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { type PasswordOwner, passwordProblem } from '../domain/password.js';
import { type PasswordRules, passwordRules } from '../identity.settings.js';
import { type Attempt, AttemptLimits } from './attempt-limits.js';
import { Passwords } from './passwords.js';
import { SignUpLimits } from './sign-up-limits.js';

/** What a password proves: `proven`, and the hash to store when today's rules ask for a dearer one. */
export type Proof = { proven: false } | { proven: true; rehashed?: string };

/** New passwords against the rules, old ones against their hash, guessing and signing up against their limits. */
@Injectable()
export class Credentials {
  constructor(
    private readonly settings: Settings,
    private readonly passwords: Passwords,
    private readonly limits: AttemptLimits,
    private readonly signUpLimits: SignUpLimits,
  ) {}

  /** Hashes a new password; throws `InvalidInput` on `field` when it is a bad one. */
  async hashNew(password: string, owner: PasswordOwner, field: string): Promise<string> {
    return this.passwords.hash(password, await this.rulesKept(password, owner, field));
  }

  /**
   * Hashes the password of somebody who signs up from `address`, and counts that: after the form with the password was
   * found good, before the work. Throws `TooManySignUps`.
   */
  async hashFirst(password: string, rules: PasswordRules, address: string): Promise<string> {
    await this.signUpLimits.count(address);
    return this.passwords.hash(password, rules);
  }

  /** Checks a password; costs the same whether or not there is a hash. Throws `TooManyAttempts`. */
  async prove(attempt: Attempt & { password: string; passwordHash?: string | null }): Promise<Proof> {
    const { password, passwordHash } = attempt;
    const rules = await this.settings.get(passwordRules);
    // Longer ones were never accepted; hashing them would only cost us.
    const guess = password.length <= rules.maxLength * 4 ? password : '';
    const proven = await this.limits.guard(attempt, () => this.passwords.matches(passwordHash, guess, rules));
    if (!proven || !passwordHash) return { proven: false };
    if (!this.passwords.isOutdated(passwordHash, rules)) return { proven: true };
    return { proven: true, rehashed: await this.passwords.hash(password, rules) };
  }

  private async rulesKept(password: string, owner: PasswordOwner, field: string): Promise<PasswordRules> {
    const rules = await this.settings.get(passwordRules);
    const message = passwordProblem(password, owner, rules);
    if (message) throw new InvalidInput([{ field: [field], message }]);
    return rules;
  }
}
