import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type AccountId, accountOf, pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { MutesQueries, MutesService } from '@moments/social';
import { AccountType } from '../accounts/account.types.js';
import { type Connection, toConnectionOf } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { SightLoader } from '../sight/sight.loader.js';
import { ProfileConnection, ProfilePayload } from './social.types.js';

/** Whom people keep out of their own feed and notifications. */
@Resolver(() => ProfileType)
export class MutesResolver {
  constructor(
    private readonly mutes: MutesService,
    private readonly sight: SightLoader,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => Boolean, { description: 'Then your feed and your notifications are without them.' })
  async isMutedByMe({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.sight.ties(context, accountId)).mutedByViewer;
  }

  @Mutation(() => ProfilePayload, {
    description: 'Keeps somebody out of your feed and notifications, and nowhere else; nobody can tell.',
  })
  async mute(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: muterId }: SignedInViewer,
    @Args('profileId', { type: () => ID }) id: string,
  ): Promise<ProfilePayload> {
    const mutedId = accountOf(readId('profile', id, ['profileId']));
    await this.mutes.mute({ muterId, mutedId });
    return this.asItStands(context, mutedId);
  }

  @Mutation(() => ProfilePayload, { description: 'Lets them back into your feed and notifications.' })
  async unmute(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: muterId }: SignedInViewer,
    @Args('profileId', { type: () => ID }) id: string,
  ): Promise<ProfilePayload> {
    const mutedId = accountOf(readId('profile', id, ['profileId']));
    await this.mutes.unmute({ muterId, mutedId });
    return this.asItStands(context, mutedId);
  }

  private async asItStands(context: GraphqlContext, mutedId: AccountId): Promise<ProfilePayload> {
    this.sight.forget(context, mutedId);
    return { profile: await this.profiles.findShown(context, mutedId) };
  }
}

@Resolver(() => AccountType)
export class MutedProfilesResolver {
  constructor(
    private readonly mutes: MutesQueries,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => ProfileConnection, { description: 'Whom you have muted, last muted first.' })
  async mutedProfiles(
    @Context() context: GraphqlContext,
    @Parent() { accountId }: AccountType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const page = await this.mutes.mutedBy(accountId, pageWindow(paging, readTimePosition));
    return toConnectionOf(page, {
      find: (id) => this.profiles.get(context, id),
      cursor: timeCursor,
      after: paging.after,
    });
  }
}
