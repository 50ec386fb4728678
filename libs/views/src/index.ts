export { type ViewRejection, viewRejections } from './domain/plausibility.js';
export {
  type DeviceId,
  type PlaybackClaims,
  type Serving,
  type Surface,
  surfaces,
} from './domain/playback-token.js';
export { Fingerprints } from './fingerprints.js';
export { playbackEnvironment, type PlaybackOptions, playbackOptionsFrom } from './playback.options.js';
export { PlaybackTokens } from './playback-tokens.js';
export { ViewsService } from './recording/views.service.js';
export { ViewsModule } from './views.module.js';
export { ViewsJobsModule } from './views-jobs.module.js';
export { notQualifiedReasons, type NotQualified, type QualifyingRules } from './domain/qualify.js';
export type { MomentViewDay } from './analytics/moment-view-day.js';
export { type DayRange, maxRangeDays, requireRange } from './analytics/day-range.js';
export { summariseDays, type ViewSummary } from './domain/summarise-days.js';
export { ViewAnalytics } from './analytics/view-analytics.queries.js';
export type { ClosedViewDay, FactsPage, MomentViewFacts, ViewCorrection } from './days/view-facts.js';
export { type ViewDaySum, ViewDaySums } from './days/view-day-sums.queries.js';
export { ViewFacts } from './days/view-facts.queries.js';
export { ViewDaysModule } from './days/view-days.module.js';
export { type RecountCause, ViewDays } from './days/view-days.service.js';
export { type JudgedDay, ViewJudge } from './judging/view-judge.js';
export { ViewRevision } from './judging/view-revision.service.js';
export { type HeldViewsDecision, type JudgedForRule, ViewVerdicts } from './judging/view-verdicts.service.js';
