import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ProfilesQueries, type ProfileView } from '@moments/identity';
import { type AccountId, type CommentId, type ModerationCaseId, toGlobalId } from '@moments/kernel';
import { CasesQueries, type CaseView, type Subject } from '@moments/moderation';
import { CommentsQueries, type ModeratedComment } from '@moments/social';
import { CommentNodes } from '../comments/comment-nodes.js';
import { batched } from '../graphql/batched.js';
import { type GraphqlContext, isSignedIn, type ViewerContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import type { NodeType } from '../graphql/node.types.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { toProfileType } from '../profiles/profile.mapper.js';
import { ModerationCaseType } from './moderation.types.js';

/** Whether somebody judges what others have made. */
export const isModerator = ({ roles }: ViewerContext): boolean =>
  roles.includes('MODERATOR') || roles.includes('OPERATOR');

/** Cases as GraphQL objects, with what they are about: in every state, past every block. For moderators only. */
@Injectable()
export class ModerationNodes implements OnModuleInit {
  private readonly byId = batched<ModerationCaseId, CaseView>(async (ids, { accountId }) =>
    accountId ? this.cases.byIds(accountId, ids) : new Map(),
  );
  private readonly judgedComments = batched<CommentId, ModeratedComment>((ids) =>
    this.comments.byIdsForModerators(ids),
  );
  private readonly judgedProfiles = batched<AccountId, ProfileView>((ids) => this.profiles.byIds(ids));

  constructor(
    private readonly cases: CasesQueries,
    private readonly comments: CommentsQueries,
    private readonly profiles: ProfilesQueries,
    private readonly momentNodes: MomentNodes,
    private readonly commentNodes: CommentNodes,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('moderationCase', (context, id) => this.load(context, id));
  }

  /** `undefined` when there is none, when it is about the viewer's own things, and for whoever is no moderator. */
  async load(context: GraphqlContext, id: ModerationCaseId): Promise<ModerationCaseType | undefined> {
    if (!isSignedIn(context.viewer) || !isModerator(context.viewer)) return undefined;
    const view = await this.byId.load(context, id);
    return view && this.toType(context, view);
  }

  /** `undefined` when not even a trace is left of what the case is about. */
  async toType(context: GraphqlContext, view: CaseView): Promise<ModerationCaseType | undefined> {
    const subject = await this.subject(context, view.subject);
    if (!subject) return undefined;
    return Object.assign(new ModerationCaseType(), {
      id: toGlobalId('moderationCase', view.id),
      subject,
      reasons: view.reasons,
      reportsCount: view.reports,
      openedAt: view.openedAt,
      appeal: view.appeal ?? undefined,
      outcome: view.outcome ?? undefined,
      closedAt: view.closedAt ?? undefined,
      previousDecisionsCount: view.previousDecisions,
      view,
    });
  }

  private async subject(context: GraphqlContext, subject: Subject): Promise<NodeType | undefined> {
    switch (subject.kind) {
      case 'moment':
        return this.momentNodes.loadJudged(context, subject.id);
      case 'comment': {
        const view = await this.judgedComments.load(context, subject.id);
        return view && Object.assign(this.commentNodes.toType(view), { judged: true });
      }
      case 'profile': {
        const view = await this.judgedProfiles.load(context, subject.id);
        return view && toProfileType(view);
      }
    }
  }
}
