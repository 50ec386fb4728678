import { type DynamicModule, Module } from '@nestjs/common';
import { MomentsModule } from '@moments/moments';
import { ViewPartitions } from './keeping/view-partitions.js';
import { PLAYBACK_OPTIONS, PlaybackTokens } from './playback-tokens.js';
import type { PlaybackOptions } from './playback.options.js';
import { MomentDurations } from './recording/moment-durations.js';
import { ViewsService } from './recording/views.service.js';

/** Playback tokens, the views reported under them, and how many there are. Registered once, available everywhere. */
@Module({})
export class ViewsModule {
  static forRoot(options: PlaybackOptions): DynamicModule {
    return {
      module: ViewsModule,
      global: true,
      imports: [MomentsModule],
      providers: [
        { provide: PLAYBACK_OPTIONS, useValue: options },
        PlaybackTokens,
        MomentDurations,
        ViewPartitions,
        ViewsService,
      ],
      exports: [PlaybackTokens, ViewsService],
    };
  }
}
