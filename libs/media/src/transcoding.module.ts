import { type DynamicModule, Module } from '@nestjs/common';
import { detectSandbox, Log, Sandbox } from '@moments/platform';
import { MediaModule } from './media.module.js';
import { AssetLifecycle } from './transcoding/asset-lifecycle.js';
import { AssetMaker } from './transcoding/asset-maker.js';
import { AssetObjects } from './transcoding/asset-objects.js';
import { ProcessPhotoHandler, TranscodeVideoHandler } from './transcoding/make-asset.jobs.js';
import { TRANSCODING_OPTIONS, type TranscodingOptions } from './transcoding/transcoding-options.js';
import { Workspaces } from './transcoding/workspaces.js';

/** What the transcoder does: assets of uploads, with ffmpeg and sharp. */
@Module({})
export class TranscodingModule {
  static forRoot(options: TranscodingOptions): DynamicModule {
    return {
      module: TranscodingModule,
      imports: [MediaModule],
      providers: [
        { provide: TRANSCODING_OPTIONS, useValue: options },
        {
          provide: Sandbox,
          inject: [Log],
          useFactory: (log: Log) =>
            detectSandbox({
              required: options.sandboxRequired,
              onReduced: (report) => log.warn(report, 'media tools run with less isolation than they should'),
            }),
        },
        Workspaces,
        AssetLifecycle,
        AssetObjects,
        AssetMaker,
        TranscodeVideoHandler,
        ProcessPhotoHandler,
      ],
    };
  }
}
