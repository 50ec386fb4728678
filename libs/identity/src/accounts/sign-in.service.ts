import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { Database, execute, statement } from '@moments/platform';
import { emailSchema } from '../domain/email.js';
import { AccountSuspended, WrongCredentials } from '../identity.errors.js';
import { type SessionTokens, SessionsService } from '../sessions/sessions.service.js';
import { lockAccount } from './accounts.store.js';
import { Credentials } from './credentials.js';
import type { Client } from './sign-up.service.js';

export interface SignIn {
  email: string;
  password: string;
}

const accountByEmail = statement(
  'identity.account_by_email',
  'select id, password_hash from accounts where email = $1 and password_hash is not null',
);

@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly credentials: Credentials,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Opens a session for a device. Takes the same work whether or not the account exists. Throws `WrongCredentials`,
   * `TooManyAttempts`, and, only to who knows the password, `AccountSuspended`.
   */
  async signIn({ email: typed, password }: SignIn, client: Client): Promise<SessionTokens> {
    const email = emailSchema.safeParse(typed).data;
    const [account] = await this.database.read<{ id: AccountId; password_hash: string }>(accountByEmail, [
      email ?? null,
    ]);
    const passwordHash = account?.password_hash;
    const proof = await this.credentials.prove({
      subject: email ?? 'no address at all',
      address: client.address,
      password,
      passwordHash,
    });
    if (!account || !proof.proven) throw new WrongCredentials();

    const rules = await this.sessions.rules();
    const session = await this.database.transaction(async (tx) => {
      // Between the proof and this lock the password may have been changed or the account deleted.
      const locked = await lockAccount(tx, account.id);
      if (!locked || locked.passwordHash !== passwordHash) throw new WrongCredentials();
      if (locked.status === 'suspended') throw new AccountSuspended();
      if (proof.rehashed) {
        await execute(tx, 'update accounts set password_hash = $2 where id = $1', [account.id, proof.rehashed]);
      }
      return this.sessions.open(tx, { accountId: account.id, userAgent: client.userAgent }, rules);
    });
    return this.sessions.tokensOf(session);
  }
}
