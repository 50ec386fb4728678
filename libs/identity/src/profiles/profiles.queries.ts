import { Injectable } from '@nestjs/common';
import { type AccountId, Clock } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import type { Avatar } from './avatar.js';

export const badges = ['VERIFIED', 'RELIABLE_SELLER', 'MONETIZED_CREATOR'] as const;
export type Badge = (typeof badges)[number];

/** The public face of an account. */
export interface ProfileView {
  /** The account's id, which is the profile's. */
  readonly id: AccountId;
  readonly handle: string;
  readonly displayName: string;
  readonly bio: string;
  /** Missing or null when there is none. */
  readonly avatar?: Avatar | null;
  readonly badges: readonly Badge[];
  /** The account is gone; what is left shows nobody. */
  readonly erased: boolean;
}

interface ProfileRow extends Omit<ProfileView, 'badges'> {
  readonly creator: boolean;
}

// Creators become creators by having their monetization approved, so that grant is the badge.
const columns = `p.id, p.handle, p.display_name as "displayName", p.bio, p.avatar,
  p.erased_at is not null as erased,
  exists (select from role_grants g where g.account_id = p.id and g.role = 'CREATOR') as creator`;
const profilesById = statement('identity.profiles_by_id', `select ${columns} from profiles p where p.id = any($1)`);
// Who has the handle comes before who had it.
const profileByHandle = statement(
  'identity.profile_by_handle',
  `select ${columns} from profiles p
    where p.erased_at is null and p.id = coalesce(
      (select h.id from profiles h where lower(h.handle collate "C") = lower($1::text collate "C")),
      (select f.account_id from former_handles f
        where lower(f.handle collate "C") = lower($1::text collate "C") and f.held_until > $2
        order by f.left_at desc limit 1))`,
);

@Injectable()
export class ProfilesQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The profiles that there are, in one statement. Those of deleted accounts come too: what they wrote may still stand. */
  async byIds(ids: readonly AccountId[]): Promise<Map<AccountId, ProfileView>> {
    const found = await this.database.read<ProfileRow>(profilesById, [ids]);
    return new Map(found.map((row) => [row.id, toView(row)]));
  }

  /** Without regard to case, also by a handle given up lately; a deleted account's profile is not found. */
  async byHandle(handle: string): Promise<ProfileView | undefined> {
    if (!/^[A-Za-z0-9._]{3,30}$/.test(handle)) return undefined;
    const [row] = await this.database.read<ProfileRow>(profileByHandle, [handle, this.clock.now()]);
    return row && toView(row);
  }
}

const toView = ({ creator, ...profile }: ProfileRow): ProfileView => ({
  ...profile,
  badges: creator ? ['MONETIZED_CREATOR'] : [],
});
