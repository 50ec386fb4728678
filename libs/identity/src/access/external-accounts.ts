import { Injectable } from '@nestjs/common';
import { type AccountId, Clock } from '@moments/kernel';
import { Database, Events, execute, rows, statement, type Tx } from '@moments/platform';
import { createHash, randomBytes } from 'node:crypto';
import { createAccount } from '../accounts/accounts.store.js';
import { emailSchema } from '../domain/email.js';
import { generatedHandle } from '../domain/handle.js';
import { displayNameSchema } from '../domain/person.js';
import { regionSchema } from '../domain/region.js';
import { accountCreated } from '../identity.events.js';

/** Somebody as another issuer describes them. Only the subject is relied on; the rest may be missing or odd. */
export interface ExternalPerson {
  issuer: string;
  subject: string;
  issuedAt: Date;
  email?: string;
  name?: string;
  region?: string;
  defaultRegion: string;
}

interface KnownIdentity {
  account_id: AccountId;
  deleted_at: Date | null;
}

const knownIdentity = statement(
  'identity.known_identity',
  `select a.id as account_id, case when a.status = 'deleted' then a.status_changed_at end as deleted_at
     from external_identities e join accounts a on a.id = e.account_id
    where e.issuer = $1 and e.subject_digest = $2`,
);

/** Accounts of people who sign in at another issuer: made when they are first seen. */
@Injectable()
export class ExternalAccounts {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * The person's account, made now when there is none. Deleting an account voids every token issued before; with one
   * issued later the person has come back and starts anew. Several first requests at once make one account.
   */
  async accountOf(person: ExternalPerson): Promise<AccountId> {
    const digest = createHash('sha256').update(person.subject).digest();
    const [known] = await this.database.read<KnownIdentity>(knownIdentity, [person.issuer, digest]);
    return settled(known, person) ?? this.database.transaction((tx) => this.provision(tx, person, digest));
  }

  private async provision(tx: Tx, person: ExternalPerson, digest: Buffer): Promise<AccountId> {
    // There is no row to lock yet: first requests of one person wait for each other here.
    await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `external identity:${person.issuer}:${digest.toString('hex')}`,
    ]);
    const [known] = await rows<KnownIdentity>(tx, knownIdentity.text, [person.issuer, digest]);
    const existing = settled(known, person);
    if (existing) return existing;

    const now = this.clock.now();
    const handle = generatedHandle(randomBytes(8).toString('hex'));
    const accountId = await createAccount(tx, {
      email: emailSchema.safeParse(person.email).data ?? null,
      passwordHash: null,
      region: regionSchema.safeParse(person.region).data ?? person.defaultRegion,
      birthDate: null,
      handle,
      displayName: displayNameSchema.safeParse(person.name).data ?? handle,
      createdAt: now,
    });
    await execute(
      tx,
      `insert into external_identities (issuer, subject_digest, account_id, created_at) values ($1, $2, $3, $4)
       on conflict on constraint external_identities_pkey do update set account_id = $3, created_at = $4`,
      [person.issuer, digest, accountId, now],
    );
    await this.events.emit(tx, accountCreated, { accountId });
    return accountId;
  }
}

function settled(known: KnownIdentity | undefined, { issuedAt }: ExternalPerson): AccountId | undefined {
  if (!known) return undefined;
  const cameBack = known.deleted_at !== null && issuedAt > known.deleted_at;
  return cameBack ? undefined : known.account_id;
}
