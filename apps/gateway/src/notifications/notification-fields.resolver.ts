import { ResolveField, Resolver } from '@nestjs/graphql';
import { type AccountId, idFromUuid, toGlobalId } from '@moments/kernel';
import type { NotificationView } from '@moments/notifications';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { NodeType } from '../graphql/node.types.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { NotificationType } from './notification.types.js';
import { textOf } from './texts/text.js';

/** Fields of a notification that need others' things. */
@Resolver(() => NotificationType)
export class NotificationFieldsResolver {
  constructor(
    private readonly profiles: ProfilesLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  @ResolveField(() => String, { description: 'A sentence for people, in the language of Accept-Language.' })
  async text({ view }: NotificationType, _: unknown, context: GraphqlContext): Promise<string> {
    const actors = await this.shown(context, view.actorIds);
    return textOf({ ...view, names: actors.map(({ displayName }) => displayName) }, context.viewer.locale);
  }

  @ResolveField(() => [ProfileType], { description: 'The newest who acted, at most three.' })
  actors({ view }: NotificationType, _: unknown, context: GraphqlContext): Promise<ProfileType[]> {
    return this.shown(context, view.actorIds);
  }

  @ResolveField(() => NodeType, {
    nullable: true,
    description:
      'What it is about: a moment, a comment, or your own profile; null when it is not there for you any more.',
  })
  async subject({ view }: NotificationType, _: unknown, context: GraphqlContext): Promise<object | undefined> {
    return this.nodes.read(context, subjectIdOf(view));
  }

  private async shown(context: GraphqlContext, ids: readonly AccountId[]): Promise<ProfileType[]> {
    const profiles = await Promise.all(ids.map((id) => this.profiles.findShown(context, id)));
    // Whoever is blocked is taken out soon after; until then they are passed over.
    return profiles.flatMap((profile) => (profile && !profile.shell ? [profile] : []));
  }
}

const subjectIdOf = ({ subjectKind, subjectId }: NotificationView): string =>
  toGlobalId(subjectKind, idFromUuid<typeof subjectKind>(subjectId));
