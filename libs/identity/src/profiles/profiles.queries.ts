import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

export const badges = ['VERIFIED', 'RELIABLE_SELLER', 'MONETIZED_CREATOR'] as const;
export type Badge = (typeof badges)[number];

/** The public face of an account. */
export interface ProfileView {
  /** The account's id, which is the profile's. */
  readonly id: AccountId;
  readonly handle: string;
  readonly displayName: string;
  readonly bio: string;
  readonly badges: readonly Badge[];
  /** The account is gone; what is left shows nobody. */
  readonly erased: boolean;
}

interface ProfileRow extends Omit<ProfileView, 'badges'> {
  readonly creator: boolean;
}

// Creators become creators by having their monetization approved, so that grant is the badge.
const columns = `p.id, p.handle, p.display_name as "displayName", p.bio, p.erased_at is not null as erased,
  exists (select from role_grants g where g.account_id = p.id and g.role = 'CREATOR') as creator`;
const profilesById = statement('identity.profiles_by_id', `select ${columns} from profiles p where p.id = any($1)`);
const profileByHandle = statement(
  'identity.profile_by_handle',
  `select ${columns} from profiles p where lower(p.handle collate "C") = lower($1 collate "C") and p.erased_at is null`,
);

@Injectable()
export class ProfilesQueries {
  constructor(private readonly database: Database) {}

  /** The profiles that there are, in one statement. Those of deleted accounts come too: what they wrote may still stand. */
  async byIds(ids: readonly AccountId[]): Promise<Map<AccountId, ProfileView>> {
    const found = await this.database.read<ProfileRow>(profilesById, [ids]);
    return new Map(found.map((row) => [row.id, toView(row)]));
  }

  /** Without regard to case; a deleted account's profile is not found. */
  async byHandle(handle: string): Promise<ProfileView | undefined> {
    if (!/^[A-Za-z0-9._]{3,30}$/.test(handle)) return undefined;
    const [row] = await this.database.read<ProfileRow>(profileByHandle, [handle]);
    return row && toView(row);
  }
}

const toView = ({ creator, ...profile }: ProfileRow): ProfileView => ({
  ...profile,
  badges: creator ? ['MONETIZED_CREATOR'] : [],
});
