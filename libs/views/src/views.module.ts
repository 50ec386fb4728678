import { type DynamicModule, Module } from '@nestjs/common';
import { MomentsModule } from '@moments/moments';
import { ViewPartitions } from './keeping/view-partitions.js';
import { PLAYBACK_SECRETS, PlaybackTokens } from './playback-tokens.js';
import { MomentDurations } from './recording/moment-durations.js';
import { ViewsService } from './recording/views.service.js';
import { ViewsQueries } from './views.queries.js';

export interface ViewsOptions {
  /** What playback tokens are signed with: the first signs, all are accepted. */
  playbackSecrets: readonly string[];
}

/** Playback tokens, the views reported under them, and how many there are. Registered once, available everywhere. */
@Module({})
export class ViewsModule {
  static forRoot({ playbackSecrets }: ViewsOptions): DynamicModule {
    return {
      module: ViewsModule,
      global: true,
      imports: [MomentsModule],
      providers: [
        { provide: PLAYBACK_SECRETS, useValue: playbackSecrets },
        PlaybackTokens,
        MomentDurations,
        ViewPartitions,
        ViewsService,
        ViewsQueries,
      ],
      exports: [PlaybackTokens, ViewsService, ViewsQueries],
    };
  }
}
