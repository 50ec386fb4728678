import { Injectable } from '@nestjs/common';
import { type AssetId, DomainError } from '@moments/kernel';
import { Log, MediaToolFailed, Sandbox, Settings } from '@moments/platform';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { processingFailed } from '../assets/domain/asset.js';
import { avatarPolicy, photoPolicy } from '../domain/image-sizes.js';
import { processPhoto } from '../processing/process-photo.js';
import { processVideo } from '../processing/process-video.js';
import { AssetLifecycle, type AssetTask } from './asset-lifecycle.js';
import { AssetObjects } from './asset-objects.js';
import { type MadeMedia, madePhoto, madeVideo } from './made-media.js';
import { AssetUnwanted, whileWanted } from './still-wanted.js';
import { mediaLimits, transcodeSettings } from './transcode-settings.js';
import { Workspaces } from './workspaces.js';

/** Makes assets of uploads. Any step may be repeated, and the process may die at any point. */
@Injectable()
export class AssetMaker {
  constructor(
    private readonly lifecycle: AssetLifecycle,
    private readonly workspaces: Workspaces,
    private readonly objects: AssetObjects,
    private readonly settings: Settings,
    private readonly sandbox: Sandbox,
    private readonly log: Log,
  ) {}

  /** One try. Throws what another try may mend; what it cannot mend fails the asset at once. */
  async make(assetId: AssetId, stop: AbortSignal): Promise<void> {
    const task = await this.lifecycle.begin(assetId);
    if (!task) return;
    try {
      await whileWanted({ lifecycle: this.lifecycle, log: this.log }, assetId, (wanted) =>
        this.workspaces.within((folder) => this.attempt(task, folder, AbortSignal.any([stop, wanted]))),
      );
    } catch (error) {
      if (error instanceof AssetUnwanted) return;
      if (error instanceof DomainError) await this.refuse(assetId, error);
      else if (!(await this.isForWantOfRoom(task, error))) throw error;
    }
  }

  /** Tells that no further try will be made. */
  async giveUp(assetId: AssetId, kind: AssetTask['kind']): Promise<void> {
    await this.lifecycle.fail(assetId, processingFailed[kind], { rejectUpload: false });
  }

  private async attempt(task: AssetTask, folder: string, signal: AbortSignal): Promise<void> {
    await this.requireRoom(task);
    const work = { sourceFile: join(folder, 'original'), outputFolder: join(folder, 'made'), signal };
    await mkdir(work.outputFolder);
    const progress = this.lifecycle.progressOf(task.assetId);
    try {
      await this.objects.fetch(task, { file: work.sourceFile, signal, onProgress: progress.step(0, 0.1) });
      const made = await this.process(task, { ...work, onProgress: progress.step(0.1, 0.95) });
      await this.objects.publish(task.assetId, made, {
        folder: work.outputFolder,
        signal,
        onProgress: progress.step(0.95, 1),
      });
    } finally {
      await progress.settled();
    }
  }

  private async process(
    task: AssetTask,
    work: Omit<Parameters<typeof processVideo>[0], 'sandbox'>,
  ): Promise<MadeMedia> {
    const limits = await this.settings.get(mediaLimits);
    const { sandbox } = this;
    switch (task.kind) {
      case 'video':
        return madeVideo(await processVideo({ ...work, sandbox, limits: limits.video }));
      case 'photo': {
        const policy = task.purpose === 'AVATAR' ? avatarPolicy : photoPolicy;
        return madePhoto(await processPhoto({ ...work, sandbox, policy, limits: limits.photo }));
      }
    }
  }

  private async refuse(assetId: AssetId, error: DomainError): Promise<void> {
    const [problem] = error.problems();
    if (problem) await this.lifecycle.fail(assetId, problem, { rejectUpload: true });
  }

  private async requireRoom(task: AssetTask): Promise<void> {
    await this.workspaces.sweep();
    if (!(await this.hasRoom(task))) throw new DiskFull();
  }

  private async hasRoom({ sizeBytes }: AssetTask): Promise<boolean> {
    const { roomPerOriginal, roomBesidesBytes } = await this.settings.get(transcodeSettings);
    return (await this.workspaces.freeBytes()) >= sizeBytes * roomPerOriginal + roomBesidesBytes;
  }

  /** A full disk says nothing about the file: the job waits until there is room, and does not use up its tries. */
  private async isForWantOfRoom(task: AssetTask, error: unknown): Promise<boolean> {
    const full = error instanceof DiskFull || isNoSpace(error);
    if (!full) return false;
    const { fullDiskRetryMs, fullDiskGiveUpMs } = await this.settings.get(transcodeSettings);
    this.log.warn({ assetId: task.assetId, retryMs: fullDiskRetryMs }, 'no room on the disk; waiting');
    const waits = await this.lifecycle.postpone(task, { retryMs: fullDiskRetryMs, giveUpMs: fullDiskGiveUpMs });
    if (!waits) await this.giveUp(task.assetId, task.kind);
    return true;
  }
}

class DiskFull extends Error {
  constructor() {
    super('no room on the disk');
    this.name = 'DiskFull';
  }
}

/** The disk filled up on the way: said by the file system, or by a tool in what it wrote. */
function isNoSpace(error: unknown): boolean {
  if (error instanceof MediaToolFailed) return error.end.stderrTail.includes('No space left on device');
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOSPC';
}
