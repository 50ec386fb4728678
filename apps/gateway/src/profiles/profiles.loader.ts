import { Injectable } from '@nestjs/common';
import { ProfilesQueries, type ProfileView } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { recent } from '../graphql/recent.js';
import { toProfileType } from './profile.mapper.js';
import type { ProfileType } from './profile.types.js';

// A renamed author is shown under the old name for so long at most.
const authorStaleMs = 3_000;

/** Profiles of a request, read together: authors, followers, whoever is shown. */
@Injectable()
export class ProfilesLoader {
  private readonly views = batched<AccountId, ProfileView>((ids) => this.queries.byIds(ids));
  private readonly authors = batched<AccountId, ProfileType>((ids) => this.readAuthors(ids));
  private readonly recent = recent<AccountId, ProfileType>({ max: 5_000, staleMs: authorStaleMs });

  constructor(private readonly queries: ProfilesQueries) {}

  /** `undefined` when there is no such profile. A deleted account's comes too, showing nobody. */
  async find(context: GraphqlContext, accountId: AccountId): Promise<ProfileType | undefined> {
    const view = await this.views.load(context, accountId);
    return view && toProfileType(view);
  }

  /** For what cannot be without one, as an account cannot be without its own. */
  async get(context: GraphqlContext, accountId: AccountId): Promise<ProfileType> {
    const profile = await this.find(context, accountId);
    if (!profile) throw new Error(`account ${accountId} has no profile`);
    return profile;
  }

  /** The author of something that is shown: from memory while what is known is some seconds old at most. */
  async author(context: GraphqlContext, accountId: AccountId): Promise<ProfileType> {
    const profile = await this.authors.load(context, accountId);
    if (!profile) throw new Error(`account ${accountId} has no profile`);
    return profile;
  }

  /** A profile that may be looked at for itself: not a deleted account's. */
  async findShown(context: GraphqlContext, accountId: AccountId): Promise<ProfileType | undefined> {
    const view = await this.views.load(context, accountId);
    return view && !view.erased ? toProfileType(view) : undefined;
  }

  private readAuthors(ids: readonly AccountId[]): Promise<Map<AccountId, ProfileType>> {
    return this.recent.through(ids, async (missing) => {
      const views = await this.queries.byIds(missing);
      return new Map([...views].map(([id, view]) => [id, toProfileType(view)]));
    });
  }
}
