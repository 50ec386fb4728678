import { Module } from '@nestjs/common';
import { ViewCounting } from './counting/view-counting.js';
import { ViewCountsService } from './counting/view-counts.service.js';
import { ForgetViewer } from './keeping/forget-viewer.job.js';
import { KeepViewData } from './keeping/keep-view-data.job.js';
import { ViewPartitions } from './keeping/view-partitions.js';

/** Counting views, and keeping their tables no longer than wanted. */
@Module({ providers: [ViewPartitions, KeepViewData, ForgetViewer, ViewCountsService, ViewCounting] })
export class ViewsJobsModule {}
