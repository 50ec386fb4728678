import { type AssetId, idFromUuid } from '@moments/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { processPhoto, transcodeVideo } from '../assets/assets.jobs.js';
import { AssetMaker } from './asset-maker.js';

interface Payload {
  assetId: string;
}

const idOf = ({ assetId }: Payload): AssetId => idFromUuid<'asset'>(assetId);

@HandlesJob(transcodeVideo)
export class TranscodeVideoHandler implements JobHandler<Payload> {
  constructor(private readonly maker: AssetMaker) {}

  handle(payload: Payload, { signal }: JobContext): Promise<void> {
    return this.maker.make(idOf(payload), signal);
  }

  giveUp(payload: Payload): Promise<void> {
    return this.maker.giveUp(idOf(payload), 'video');
  }
}

@HandlesJob(processPhoto)
export class ProcessPhotoHandler implements JobHandler<Payload> {
  constructor(private readonly maker: AssetMaker) {}

  handle(payload: Payload, { signal }: JobContext): Promise<void> {
    return this.maker.make(idOf(payload), signal);
  }

  giveUp(payload: Payload): Promise<void> {
    return this.maker.giveUp(idOf(payload), 'photo');
  }
}
