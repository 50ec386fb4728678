import { type DynamicModule, Module } from '@nestjs/common';
import { MomentsModule } from '@moments/moments';
import { ViewPartitions } from './keeping/view-partitions.js';
import { Fingerprints } from './fingerprints.js';
import { PlaybackTokens } from './playback-tokens.js';
import { PLAYBACK_OPTIONS, type PlaybackOptions } from './playback.options.js';
import { MomentFactsCache } from './recording/moment-facts.js';
import { ViewStore } from './recording/view-store.js';
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
        Fingerprints,
        MomentFactsCache,
        ViewPartitions,
        ViewStore,
        ViewsService,
      ],
      exports: [PlaybackTokens, Fingerprints, ViewsService],
    };
  }
}
