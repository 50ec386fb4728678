import { Injectable } from '@nestjs/common';
import { ProfilesQueries, type ProfileView } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext, ViewerContext } from '../graphql/context.js';
import { recent } from '../graphql/recent.js';
import { SightLoader } from '../sight/sight.loader.js';
import { toProfileType, toShell } from './profile.mapper.js';
import type { ProfileType } from './profile.types.js';

// A renamed author is shown under the old name for so long at most.
const authorStaleMs = 3_000;

/** Profiles of a request, read together: authors, followers, whoever is shown. */
@Injectable()
export class ProfilesLoader {
  private readonly views = batched<AccountId, ProfileView>((ids) => this.queries.byIds(ids));
  private readonly authors = batched<AccountId, ProfileType>((ids, viewer) => this.readAuthors(ids, viewer));
  private readonly recent = recent<AccountId, ProfileType>({ max: 5_000, staleMs: authorStaleMs });

  constructor(
    private readonly queries: ProfilesQueries,
    private readonly sight: SightLoader,
  ) {}

  /**
   * Somebody beside something else, as in a list: `undefined` when there is no such profile, or one of the two has blocked
   * the other. A deleted account's comes too, showing nobody.
   */
  async find(context: GraphqlContext, accountId: AccountId): Promise<ProfileType | undefined> {
    const [view, sees] = await Promise.all([this.views.load(context, accountId), this.sight.sees(context, accountId)]);
    return view && sees ? toProfileType(view) : undefined;
  }

  /** One's own, or that of somebody whom this viewer was just found to see. */
  async get(context: GraphqlContext, accountId: AccountId): Promise<ProfileType> {
    const view = await this.views.load(context, accountId);
    if (!view) throw new Error(`account ${accountId} has no profile`);
    return toProfileType(view);
  }

  /** After a change of one's own: what was read of the profile before is no longer so. */
  forget(context: GraphqlContext, accountId: AccountId): void {
    this.views.clear(context, accountId);
    this.authors.clear(context, accountId);
    this.recent.forget(accountId);
  }

  /** The author of something that this viewer was found to see: from memory while what is known is some seconds old at most. */
  async author(context: GraphqlContext, accountId: AccountId): Promise<ProfileType> {
    const profile = await this.authors.load(context, accountId);
    if (!profile) throw new Error(`account ${accountId} has no profile`);
    return profile;
  }

  /**
   * A profile that may be looked at for itself: not a deleted account's, nor that of somebody who has blocked the viewer;
   * only the shell of whom the viewer has blocked.
   */
  async findShown(context: GraphqlContext, accountId: AccountId): Promise<ProfileType | undefined> {
    const [view] = await Promise.all([this.views.load(context, accountId), this.sight.of(context, accountId)]);
    return view && this.shown(context, view);
  }

  /** The same of a profile that was found in another way. */
  async shown(context: GraphqlContext, view: ProfileView): Promise<ProfileType | undefined> {
    const sight = await this.sight.of(context, view.id);
    if (view.erased || sight === 'nothing') return undefined;
    if (sight === 'shell') return toShell(view);
    const profile = toProfileType(view);
    // Most that is asked for below a profile is by its own hand.
    this.authors.prime(context, view.id, profile);
    return profile;
  }

  private readAuthors(ids: readonly AccountId[], viewer: ViewerContext): Promise<Map<AccountId, ProfileType>> {
    // What one has changed oneself is seen at once, whichever process has changed it.
    if (viewer.accountId) this.recent.forget(viewer.accountId);
    return this.recent.through(ids, async (missing) => {
      const views = await this.queries.byIds(missing);
      return new Map([...views].map(([id, view]) => [id, toProfileType(view)]));
    });
  }
}
