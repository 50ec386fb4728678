import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { emailSchema } from '../domain/email.js';
import type { GrantableRole, Role } from '../domain/principal.js';
import type { Avatar } from '../profiles/avatar.js';

/** An account, as its owner sees it. */
export interface AccountView {
  readonly id: AccountId;
  /** Missing when another issuer did not tell it. */
  readonly email: string | null;
  readonly region: string;
  readonly createdAt: Date;
  readonly roles: readonly Role[];
}

/** Everything that identity holds about a person, for them to take along. */
export interface IdentityData {
  readonly account: AccountView & { readonly birthDate: string | null };
  readonly profile: {
    readonly handle: string;
    readonly displayName: string;
    readonly bio: string;
    readonly avatar: Avatar | null;
    /** Given up, and still leading here. */
    readonly formerHandles: readonly string[];
  };
  readonly sessions: readonly {
    readonly userAgent: string | null;
    readonly createdAt: Date;
    readonly lastUsedAt: Date;
  }[];
  readonly signsInAt: readonly string[];
}

/** Somebody as another issuer knows them. */
interface ExternalSubject {
  /** The exact `iss` of its tokens. */
  readonly issuer: string;
  /** SHA-256 (hex) of their `sub`. */
  readonly digest: string;
}

interface AccountRow extends Omit<AccountView, 'roles'> {
  readonly roles: readonly GrantableRole[];
}

const accountsById = statement(
  'identity.accounts_by_id',
  `select a.id, a.email, a.region, a.created_at as "createdAt",
          array(select g.role from role_grants g where g.account_id = a.id order by g.role) as roles
     from accounts a where a.id = any($1) and a.status <> 'deleted'`,
);
const personalData = statement(
  'identity.personal_data',
  `select to_char(a.birth_date, 'YYYY-MM-DD') as "birthDate",
          jsonb_build_object(
            'handle', p.handle, 'displayName', p.display_name, 'bio', p.bio, 'avatar', p.avatar,
            'formerHandles', array(select f.handle from former_handles f where f.account_id = p.id order by f.left_at)
          ) as profile,
          array(select e.issuer from external_identities e where e.account_id = a.id order by e.issuer) as "signsInAt"
     from accounts a join profiles p on p.id = a.id where a.id = $1`,
);
const idByEmail = statement(
  'identity.id_by_email',
  'select id from accounts where email = $1 and password_hash is not null',
);
const idsBySubject = statement(
  'identity.ids_by_subject',
  `select e.issuer, encode(e.subject_digest, 'hex') as digest, e.account_id as "accountId"
     from unnest($1::text[], $2::text[]) as asked (issuer, digest)
     join external_identities e on e.issuer = asked.issuer and e.subject_digest = decode(asked.digest, 'hex')`,
);
const everySession = statement(
  'identity.every_session',
  `select user_agent as "userAgent", created_at as "createdAt", last_used_at as "lastUsedAt"
     from sessions where account_id = $1 order by created_at`,
);

@Injectable()
export class AccountsQueries {
  constructor(private readonly database: Database) {}

  /** The accounts that are there; deleted ones are not. */
  async byIds(ids: readonly AccountId[]): Promise<Map<AccountId, AccountView>> {
    const found = await this.database.read<AccountRow>(accountsById, [ids]);
    return new Map(found.map((row) => [row.id, { ...row, roles: ['VIEWER', ...row.roles] }]));
  }

  /** Who signs in with an address; `undefined` when nobody does. */
  async idByEmail(email: string): Promise<AccountId | undefined> {
    const [found] = await this.database.read<{ id: AccountId }>(idByEmail, [emailSchema.parse(email)]);
    return found?.id;
  }

  /** The accounts of those who have signed in here through another issuer, each with whom it is of; the others are left out. */
  async idsBySubject(subjects: readonly ExternalSubject[]): Promise<(ExternalSubject & { accountId: AccountId })[]> {
    const [issuers, digests] = [subjects.map(({ issuer }) => issuer), subjects.map(({ digest }) => digest)];
    return this.database.read(idsBySubject, [issuers, digests]);
  }

  /** `undefined` for an account that is not there. */
  async dataOf(accountId: AccountId): Promise<IdentityData | undefined> {
    const account = (await this.byIds([accountId])).get(accountId);
    const [rest] = await this.database.read<Pick<IdentityData, 'profile' | 'signsInAt'> & { birthDate: string | null }>(
      personalData,
      [accountId],
    );
    if (!account || !rest) return undefined;
    const sessions = await this.database.read<IdentityData['sessions'][number]>(everySession, [accountId]);
    const { birthDate, profile, signsInAt } = rest;
    return { account: { ...account, birthDate }, profile, sessions, signsInAt };
  }
}
