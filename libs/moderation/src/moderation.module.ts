import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { MomentsModule } from '@moments/moments';
import { SocialModule } from '@moments/social';
import { AppealsService } from './appeals/appeals.service.js';
import { CasesQueries } from './cases/cases.queries.js';
import { DecisionsService } from './decisions/decisions.service.js';
import { ReportsService } from './reports/reports.service.js';
import { StrikesQueries } from './strikes/strikes.queries.js';
import { SubjectsService } from './subjects/subjects.service.js';

/** What people report, what moderators decide, and what authors say to that. */
@Module({
  imports: [IdentityModule, MomentsModule, SocialModule],
  providers: [ReportsService, CasesQueries, DecisionsService, SubjectsService, AppealsService, StrikesQueries],
  exports: [ReportsService, CasesQueries, DecisionsService, AppealsService, StrikesQueries],
})
export class ModerationModule {}
