import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { OpenDays } from '../analytics/open-days.js';
import { ViewAnalytics } from '../analytics/view-analytics.queries.js';
import { ViewJudge } from '../judging/view-judge.js';
import { ViewRevision } from '../judging/view-revision.service.js';
import { ViewVerdicts } from '../judging/view-verdicts.service.js';
import { Rules } from '../qualifying/rules.js';
import { ViewDaySums } from './view-day-sums.queries.js';
import { ViewDays } from './view-days.service.js';
import { ViewFacts } from './view-facts.queries.js';

const exported = [ViewDays, ViewDaySums, ViewFacts, ViewAnalytics, ViewJudge, ViewRevision, ViewVerdicts];

/** What was watched on each business day, and the end of it. Needs no playback tokens. */
@Module({ imports: [IdentityModule], providers: [...exported, OpenDays, Rules], exports: exported })
export class ViewDaysModule {}
