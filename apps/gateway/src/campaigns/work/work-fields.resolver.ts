import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type DisputeView,
  DisputesQueries,
  type PublicationCheckView,
  RatingsService,
  type RatingView,
  SubmissionsQueries,
  type SubmissionView,
} from '@moments/campaigns';
import type { EngagementId } from '@moments/kernel';
import { KeptUploads } from '@moments/media';
import { batched } from '../../graphql/batched.js';
import type { GraphqlContext } from '../../graphql/context.js';
import { toMoneyType } from '../../graphql/money.mapper.js';
import { UrlScalar } from '../../graphql/scalars.js';
import { MomentNodes } from '../../moments/moment-nodes.js';
import { MomentType } from '../../moments/moment.types.js';
import { ProfileType } from '../../profiles/profile.types.js';
import { ProfilesLoader } from '../../profiles/profiles.loader.js';
import { EngagementType } from '../engagement.types.js';
import {
  DisputeStatementType,
  DisputeType,
  EngagementRatingType,
  PublicationCheckType,
  SubmissionType,
} from './work.types.js';

/** The work of an engagement. Whoever has the engagement may see it: the two sides, and operators. */
@Resolver(() => EngagementType)
export class WorkFieldsResolver {
  private readonly rounds = batched<EngagementId, SubmissionView[]>((ids) => this.submitted.ofEngagements(ids));
  private readonly checks = batched<EngagementId, PublicationCheckView[]>((ids) => this.submitted.checksOf(ids));
  private readonly disputes = batched<EngagementId, DisputeView>((ids) => this.disputesQueries.ofEngagements(ids));
  private readonly said = batched<EngagementId, RatingView[]>((ids) => this.ratingsService.shownOf(ids));

  constructor(
    private readonly submitted: SubmissionsQueries,
    private readonly disputesQueries: DisputesQueries,
    private readonly ratingsService: RatingsService,
    private readonly moments: MomentNodes,
  ) {}

  @ResolveField(() => MomentType, {
    nullable: true,
    description: 'What was handed in last, also before it is published.',
  })
  async moment(
    @Parent() { view: { momentId } }: EngagementType,
    @Context() context: GraphqlContext,
  ): Promise<MomentType | undefined> {
    if (!momentId) return undefined;
    const isOperator = context.viewer.roles.includes('OPERATOR');
    return isOperator ? this.moments.loadJudged(context, momentId) : this.moments.load(context, momentId);
  }

  @ResolveField(() => [SubmissionType], { description: 'Each time that something was handed in, in order.' })
  async submissions(@Parent() { view }: EngagementType, @Context() context: GraphqlContext): Promise<SubmissionType[]> {
    const rounds = (await this.rounds.load(context, view.id)) ?? [];
    return rounds.map((round) => Object.assign(new SubmissionType(), round));
  }

  @ResolveField(() => [PublicationCheckType], { description: 'Whether it stayed published, day by day.' })
  async publicationChecks(
    @Parent() { view }: EngagementType,
    @Context() context: GraphqlContext,
  ): Promise<PublicationCheckType[]> {
    const checks = (await this.checks.load(context, view.id)) ?? [];
    return checks.map(({ day, outcome }) => Object.assign(new PublicationCheckType(), { day, outcome }));
  }

  @ResolveField(() => DisputeType, { nullable: true })
  async dispute(
    @Parent() { view }: EngagementType,
    @Context() context: GraphqlContext,
  ): Promise<DisputeType | undefined> {
    const dispute = await this.disputes.load(context, view.id);
    return dispute && toDisputeType(dispute);
  }

  @ResolveField(() => [EngagementRatingType], {
    description: 'What the two sides say of each other: once both have, or the time for it is over.',
  })
  async ratings(
    @Parent() { view }: EngagementType,
    @Context() context: GraphqlContext,
  ): Promise<EngagementRatingType[]> {
    const said = (await this.said.load(context, view.id)) ?? [];
    return said.map(({ side, stars, text, ratedAt }) =>
      Object.assign(new EngagementRatingType(), { side, stars, text, ratedAt }),
    );
  }
}

const toDisputeType = ({ openedBy, statements, toCreator, ...dispute }: DisputeView): DisputeType =>
  Object.assign(new DisputeType(), dispute, {
    openedById: openedBy,
    toCreator: toCreator && toMoneyType(toCreator),
    statements: statements.map((statement) => Object.assign(new DisputeStatementType(), statement)),
  });

/** Who speaks in a dispute. */
@Resolver(() => DisputeType)
export class DisputeFieldsResolver {
  constructor(private readonly profiles: ProfilesLoader) {}

  @ResolveField(() => ProfileType)
  openedBy(@Parent() { openedById }: DisputeType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, openedById);
  }
}

@Resolver(() => DisputeStatementType)
export class DisputeStatementFieldsResolver {
  constructor(
    private readonly profiles: ProfilesLoader,
    private readonly files: KeptUploads,
  ) {}

  @ResolveField(() => [UrlScalar], { description: 'Photos that prove it; each link is good for ten minutes.' })
  attachments(@Parent() { uploadIds }: DisputeStatementType): Promise<string[]> {
    return Promise.all(uploadIds.map((id, index) => this.files.link(id, `attachment-${index + 1}`)));
  }

  @ResolveField(() => ProfileType)
  author(@Parent() { authorId }: DisputeStatementType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, authorId);
  }
}
