import { type DynamicModule, Module } from '@nestjs/common';
import { TranscodingModule } from '@moments/media';
import { JobRunnerModule, PlatformModule } from '@moments/platform';
import type { TranscoderConfig } from './config.js';

// Enough for a photo; a film takes minutes, so it is stopped and made by another process.
const stopGraceMs = 2_000;

/** The transcoder: the jobs of the ffmpeg lane, scaled on their own. */
@Module({})
export class TranscoderModule {
  static of(config: TranscoderConfig): DynamicModule {
    return {
      module: TranscoderModule,
      imports: [
        PlatformModule.forRoot('transcoder', config),
        JobRunnerModule.forRoot({ lane: 'transcoder', concurrency: config.TRANSCODER_CONCURRENCY, stopGraceMs }),
        TranscodingModule.forRoot({
          folder: config.TRANSCODER_WORK_DIR,
          sandboxRequired: config.TRANSCODER_SANDBOX_REQUIRED,
        }),
      ],
    };
  }
}
