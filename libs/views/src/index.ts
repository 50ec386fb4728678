export { type ViewRejection, viewRejections } from './domain/judge-view.js';
export { type PlaybackClaims, type Serving, type Surface, surfaces } from './domain/playback-token.js';
export { playbackEnvironment, type PlaybackOptions, playbackOptionsFrom } from './playback.options.js';
export { PlaybackTokens } from './playback-tokens.js';
export { type ReportOutcome, type ViewReport, ViewsService } from './recording/views.service.js';
export { ViewsModule } from './views.module.js';
export { ViewsJobsModule } from './views-jobs.module.js';
