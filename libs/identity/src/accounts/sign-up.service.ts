import { Injectable } from '@nestjs/common';
import { Clock, parseInput } from '@moments/kernel';
import { Database, Events, Settings } from '@moments/platform';
import { z } from 'zod';
import { emailSchema } from '../domain/email.js';
import { handleSchema } from '../domain/handle.js';
import { newPasswordSchema } from '../domain/password.js';
import { birthDateSchema, displayNameSchema } from '../domain/person.js';
import { regionSchema } from '../domain/region.js';
import { accountCreated } from '../identity.events.js';
import { type PasswordRules, passwordRules, signUpRules } from '../identity.settings.js';
import { type SessionTokens, SessionsService } from '../sessions/sessions.service.js';
import { createAccount } from './accounts.store.js';
import { Credentials } from './credentials.js';

/** The device that asks. */
export interface Client {
  /** Its address, as far as we trust the proxies before us. */
  address: string;
  userAgent?: string;
}

/** As it comes from a form; checked here. */
export interface SignUp {
  email: string;
  password: string;
  handle: string;
  displayName: string;
  /** ISO 3166-1 alpha-2. */
  region: string;
  /** `YYYY-MM-DD` */
  birthDate?: string | null;
}

interface FormRules {
  minimumAge: number;
  passwords: PasswordRules;
  now: Date;
}

const signUpSchema = (input: SignUp, { minimumAge, passwords, now }: FormRules) =>
  z.object({
    email: emailSchema,
    password: newPasswordSchema(input, passwords),
    handle: handleSchema,
    displayName: displayNameSchema,
    region: regionSchema,
    birthDate: birthDateSchema(minimumAge, now).nullish(),
  });

/** Makes accounts for people who choose a password here. */
@Injectable()
export class SignUpService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly credentials: Credentials,
    private readonly sessions: SessionsService,
    private readonly events: Events,
  ) {}

  /**
   * Makes an account and signs its first device in. Throws `InvalidInput`, `EmailTaken`, `HandleTaken`,
   * `TooManySignUps`.
   */
  async signUp(input: SignUp, client: Client): Promise<SessionTokens> {
    const now = this.clock.now();
    const { minimumAge } = await this.settings.get(signUpRules);
    const passwords = await this.settings.get(passwordRules);
    const { password, ...person } = parseInput(signUpSchema(input, { minimumAge, passwords, now }), input);
    const passwordHash = await this.credentials.hashFirst(password, passwords, client.address);
    const rules = await this.sessions.rules();
    const session = await this.database.transaction(async (tx) => {
      const birthDate = person.birthDate ?? null;
      const accountId = await createAccount(tx, { ...person, birthDate, passwordHash, createdAt: now });
      await this.events.emit(tx, accountCreated, { accountId });
      return this.sessions.open(tx, { accountId, userAgent: client.userAgent }, rules);
    });
    return this.sessions.tokensOf(session);
  }
}
