import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProfilesQueries, readProfileReference } from '@moments/identity';
import { accountOf, fromGlobalId } from '@moments/kernel';
import type { GraphqlContext, ViewerContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { Viewer } from '../graphql/viewer.js';
import { ProfileType } from './profile.types.js';
import { ProfilesLoader } from './profiles.loader.js';

@Resolver(() => ProfileType)
export class ProfilesResolver implements OnModuleInit {
  constructor(
    private readonly profiles: ProfilesLoader,
    private readonly queries: ProfilesQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('profile', (context, id) => this.profiles.findShown(context, accountOf(id)));
  }

  @Query(() => ProfileType, {
    nullable: true,
    description: 'Somebody, by id or by handle (without regard to case), also one given up lately.',
  })
  async profile(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID, nullable: true }) id?: string | null,
    @Args('handle', { type: () => String, nullable: true }) handle?: string | null,
  ): Promise<ProfileType | undefined> {
    const reference = readProfileReference({ id, handle });
    if (reference.by === 'handle') {
      const view = await this.queries.byHandle(reference.handle);
      return view && this.profiles.shown(context, view);
    }
    const profileId = fromGlobalId('profile', reference.id);
    return profileId && this.profiles.findShown(context, accountOf(profileId));
  }

  @ResolveField(() => Boolean, { description: 'Whether it is your own.' })
  isMe(@Parent() { accountId }: ProfileType, @Viewer() viewer: ViewerContext): boolean {
    return viewer.accountId === accountId;
  }
}
