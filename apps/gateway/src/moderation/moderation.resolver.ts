import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { accountOf, fromGlobalId, NotFound, type ReportReason } from '@moments/kernel';
import { AppealsService, DecisionsService, ReportsService, type Subject } from '@moments/moderation';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentPayload } from '../moments/moment.types.js';
import { ReportInput, ReportReasonEnum } from './moderation.types.js';

/** Reporting, deciding, appealing. */
@Resolver()
export class ModerationResolver {
  constructor(
    private readonly reports: ReportsService,
    private readonly decisions: DecisionsService,
    private readonly appeals: AppealsService,
    private readonly moments: MomentNodes,
  ) {}

  @Mutation(() => Boolean, {
    description: 'Shows a moment, comment or profile to the moderators, once; reporting it again changes nothing.',
  })
  async report(
    @SignedIn() { accountId: reporterId }: SignedInViewer,
    @Args('input') { subjectId, reason, comment }: ReportInput,
  ): Promise<boolean> {
    await this.reports.report({ reporterId, subject: readSubject(subjectId), reason, comment });
    return true;
  }

  @Mutation(() => Boolean, {
    description:
      'Lets the subject of a case stand, or takes it away for a reason that its author is told: a moment is rejected, a ' +
      'comment removed, a profile emptied of name, bio and picture. The same decision again changes nothing.',
  })
  @Needs('MODERATOR', 'OPERATOR')
  async decideModeration(
    @SignedIn() { accountId: moderatorId }: SignedInViewer,
    @Args('caseId', { type: () => ID }) id: string,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('reason', { type: () => ReportReasonEnum, nullable: true, description: 'Needed unless approved.' })
    reason?: ReportReason | null,
    @Args('message', { type: () => String, nullable: true, description: 'To the author.' }) message?: string | null,
  ): Promise<boolean> {
    const caseId = readId('moderationCase', id, ['caseId']);
    await this.decisions.decide({ moderatorId, caseId, approve, reason, message });
    return true;
  }

  @Mutation(() => MomentPayload, {
    description: 'Asks for another look at your own rejected moment, once for each decision.',
  })
  async appealModeration(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
    @Args('text', { type: () => String }) text: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.appeals.appeal({ accountId, momentId, text });
    return { moment: await this.moments.load(context, momentId) };
  }
}

/** Throws `NotFound` for what nobody can report. */
function readSubject(text: string): Subject {
  const momentId = fromGlobalId('moment', text);
  if (momentId) return { kind: 'moment', id: momentId };
  const commentId = fromGlobalId('comment', text);
  if (commentId) return { kind: 'comment', id: commentId };
  const profileId = fromGlobalId('profile', text);
  if (profileId) return { kind: 'profile', id: accountOf(profileId) };
  throw new NotFound('subject', ['subjectId']);
}
