import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { TRANSCODING_OPTIONS, type TranscodingOptions } from './transcoding-options.js';

/**
 * Folders that jobs work in, one each, gone when the job is over. A process has a folder of its own whose name says who
 * it is, so that what a killed process left is found and taken away by the next one on the machine.
 */
@Injectable()
export class Workspaces implements OnModuleInit, OnApplicationShutdown {
  // Process ids are used again, in containers at once: the last word tells two lives of one id apart.
  private readonly name = [hostname(), String(process.pid), v7()].join('~');

  constructor(@Inject(TRANSCODING_OPTIONS) private readonly options: TranscodingOptions) {}

  async onModuleInit(): Promise<void> {
    await mkdir(this.options.folder, { recursive: true });
    await this.sweep();
  }

  async onApplicationShutdown(): Promise<void> {
    await rm(this.own, { recursive: true, force: true });
  }

  /** Runs `work` with a fresh folder, and takes the folder away whatever happens. */
  async within<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
    await mkdir(this.own, { recursive: true });
    const folder = await mkdtemp(join(this.own, 'job-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Bytes that can still be written. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.options.folder);
    return bavail * bsize;
  }

  /** Takes away the folders of this machine's dead processes. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.options.folder)) {
      if (isLeftBehind(name, this.name)) await rm(join(this.options.folder, name), { recursive: true, force: true });
    }
  }

  private get own(): string {
    return join(this.options.folder, this.name);
  }
}

function isLeftBehind(name: string, own: string): boolean {
  const [host, pid] = name.split('~');
  if (name === own || host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
