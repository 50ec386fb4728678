import { Injectable } from '@nestjs/common';
import { ProfilesQueries, type ProfileView } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { toProfileType } from './profile.mapper.js';
import type { ProfileType } from './profile.types.js';

/** Profiles of a request, read together: authors, followers, whoever is shown. */
@Injectable()
export class ProfilesLoader {
  private readonly views = batched<AccountId, ProfileView>((ids) => this.queries.byIds(ids));

  constructor(private readonly queries: ProfilesQueries) {}

  /** `undefined` when there is no such profile. A deleted account's comes too, showing nobody. */
  async find(context: GraphqlContext, accountId: AccountId): Promise<ProfileType | undefined> {
    const view = await this.views.load(context, accountId);
    return view && toProfileType(view);
  }

  /** For what cannot be without one, as a moment cannot be without its author. */
  async get(context: GraphqlContext, accountId: AccountId): Promise<ProfileType> {
    const profile = await this.find(context, accountId);
    if (!profile) throw new Error(`account ${accountId} has no profile`);
    return profile;
  }

  /** A profile that may be looked at for itself: not a deleted account's. */
  async findShown(context: GraphqlContext, accountId: AccountId): Promise<ProfileType | undefined> {
    const view = await this.views.load(context, accountId);
    return view && !view.erased ? toProfileType(view) : undefined;
  }
}
