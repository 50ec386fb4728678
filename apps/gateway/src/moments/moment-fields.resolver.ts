import { Float, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../graphql/context.js';
import { toUserError } from '../graphql/domain-errors.js';
import { UrlScalar } from '../graphql/scalars.js';
import { UserErrorType } from '../graphql/user-error.types.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { ShareLinks } from '../sharing/share-links.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentType } from './moment.types.js';

/** Fields of a moment that depend on who reads, or cost something. */
@Resolver(() => MomentType)
export class MomentFieldsResolver {
  constructor(
    private readonly nodes: MomentNodes,
    private readonly profiles: ProfilesLoader,
    private readonly links: ShareLinks,
  ) {}

  @ResolveField(() => ProfileType)
  author({ authorId }: MomentType, _: unknown, context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, authorId);
  }

  @ResolveField(() => UrlScalar, { description: 'For people: opens the moment wherever it is opened.' })
  shareUrl({ id }: MomentType): Promise<string> {
    return this.links.to(id);
  }

  @ResolveField(() => Float, { nullable: true, description: '0..1 while PROCESSING.' })
  async processingProgress(
    { momentId, status, progress }: MomentType,
    _: unknown,
    context: GraphqlContext,
  ): Promise<number | undefined> {
    if (status !== 'PROCESSING') return undefined;
    return progress ?? this.nodes.progressOf(context, momentId);
  }

  @ResolveField(() => UserErrorType, { nullable: true, description: 'Why it will never be ready.' })
  failure({ failed }: MomentType, _: unknown, { viewer }: GraphqlContext): UserErrorType | undefined {
    return failed && toUserError(failed, viewer.locale);
  }
}
