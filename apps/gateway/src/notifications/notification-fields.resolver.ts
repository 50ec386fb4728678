import { ResolveField, Resolver } from '@nestjs/graphql';
import { type AccountId, type CommentId, idFromUuid, toGlobalId } from '@moments/kernel';
import type { NotificationView } from '@moments/notifications';
import { CommentType } from '../comments/comment.types.js';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { NodeType } from '../graphql/node.types.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { NotificationType } from './notification.types.js';
import { NotificationsLoader } from './notifications.loader.js';
import { textOf } from './texts/text.js';

/** Fields of a notification that need others' things. */
@Resolver(() => NotificationType)
export class NotificationFieldsResolver {
  constructor(
    private readonly profiles: ProfilesLoader,
    private readonly nodes: NodeRegistry,
    private readonly notifications: NotificationsLoader,
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

  @ResolveField(() => CommentType, {
    nullable: true,
    description:
      'The comment to open: the newest that you can see of those that it tells of, or the one that was liked or pinned; null when it is about none, or none is there for you any more.',
  })
  async comment({ view }: NotificationType, _: unknown, context: GraphqlContext): Promise<object | undefined> {
    const id = await this.commentIdOf(context, view);
    return id && this.nodes.read(context, toGlobalId('comment', id));
  }

  private async commentIdOf(context: GraphqlContext, view: NotificationView): Promise<CommentId | undefined> {
    const { kind, subjectKind, subjectId } = view;
    if (kind === 'MOMENT_COMMENTED' || kind === 'COMMENT_REPLIED') {
      return this.notifications.newestCommentOf(context, view.id);
    }
    return subjectKind === 'comment' ? idFromUuid<'comment'>(subjectId) : undefined;
  }

  private async shown(context: GraphqlContext, ids: readonly AccountId[]): Promise<ProfileType[]> {
    const profiles = await Promise.all(ids.map((id) => this.profiles.findShown(context, id)));
    // Whoever is blocked is taken out soon after; until then they are passed over.
    return profiles.flatMap((profile) => (profile && !profile.shell ? [profile] : []));
  }
}

const subjectIdOf = ({ subjectKind, subjectId }: NotificationView): string =>
  toGlobalId(subjectKind, idFromUuid<typeof subjectKind>(subjectId));
