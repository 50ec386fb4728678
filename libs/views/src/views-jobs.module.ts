import { Module } from '@nestjs/common';
import { ViewCounting } from './counting/view-counting.js';
import { ViewCountsService } from './counting/view-counts.service.js';
import { RecountDays } from './days/recount-days.job.js';
import { ViewDaysModule } from './days/view-days.module.js';
import { ForgetViewer } from './keeping/forget-viewer.job.js';
import { KeepViewData } from './keeping/keep-view-data.job.js';
import { JudgeViews, ReviseJudgements } from './judging/judge-views.job.js';
import { ReviseDay } from './judging/revise-day.job.js';
import { ViewPartitions } from './keeping/view-partitions.js';

/** Counting views, and keeping their tables no longer than wanted. */
@Module({
  imports: [ViewDaysModule],
  providers: [
    ViewPartitions,
    KeepViewData,
    ForgetViewer,
    ViewCountsService,
    ViewCounting,
    RecountDays,
    JudgeViews,
    ReviseJudgements,
    ReviseDay,
  ],
})
export class ViewsJobsModule {}
