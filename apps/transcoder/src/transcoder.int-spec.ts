import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AssetId, newId } from '@moments/kernel';
import { AssetsQueries, AssetsService, MediaModule, UploadsQueries, UploadsService } from '@moments/media';
import { commonEnvironment, Database, ObjectStorage, PlatformModule } from '@moments/platform';
import { drawn, h264, moving, uploadFile } from '@moments/testing/media';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { until } from '../../../test/support/eventually.js';
import { createTestEnvironment } from '../../../test/support/stack.js';

const main = join('dist', 'apps', 'transcoder', 'src', 'main.js');

describe('the transcoder as a process', () => {
  let folder: string;
  let work: string;
  let stack: Awaited<ReturnType<typeof createTestEnvironment>>;
  let app: INestApplicationContext;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcoder-test-'));
    work = join(folder, 'work');
    await mkdir(work);
    stack = await createTestEnvironment();
    const environment = z.object(commonEnvironment).parse(stack.env);
    const imports = [PlatformModule.forRoot('test', environment), MediaModule];
    app = await (await Test.createTestingModule({ imports }).compile()).init();
  });
  afterEach(async () => {
    for (const child of running) await ended(child, 'SIGKILL');
  });
  afterAll(async () => {
    await app.close();
    await stack.drop();
    await rm(folder, { recursive: true });
  });

  function start(env: Record<string, string> = {}): ChildProcess {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, ...stack.env, TRANSCODER_HEALTH_PORT: '0', TRANSCODER_WORK_DIR: work, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.stdout.resume();
    return child;
  }

  async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  }

  async function anAsset(seconds: number): Promise<AssetId> {
    const args = [...moving('480x854', { seconds, rate: 30 }), ...h264];
    const bytes = await readFile(await drawn(join(folder, 'clip.mp4'), args));
    const accountId = newId<'account'>();
    const media = { service: app.get(UploadsService), queries: app.get(UploadsQueries) };
    const { id } = await uploadFile(media, { accountId, bytes });
    const command = { ownerId: accountId, uploadIds: [id], purposes: ['VIDEO'], field: 'uploadIds' } as const;
    const assets = await app.get(Database).transaction((tx) => app.get(AssetsService).process(tx, command));
    return assets[0]!.id;
  }

  const view = async (id: AssetId) => (await app.get(AssetsQueries).byIds([id])).get(id)!;

  /** Looks often: a fast machine is in the middle of a file for a moment only. */
  async function untilAsset(id: AssetId, reached: (asset: Awaited<ReturnType<typeof view>>) => boolean): Promise<void> {
    const giveUpAt = Date.now() + 200_000;
    while (!reached(await view(id))) {
      if (Date.now() > giveUpAt) throw new Error(`the asset stayed ${JSON.stringify(await view(id))}`);
      await sleep(25);
    }
  }

  /** Command lines of media tools that work in this test's folder. */
  async function toolsAtWork(): Promise<string[]> {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
    return stdout.split('\n').filter((line) => line.includes(work));
  }

  it('takes up the file of a killed process, whose tools and folders are gone', async () => {
    const id = await anAsset(10);
    const first = start();
    await untilAsset(id, ({ progress }) => progress > 0.15);

    await ended(first, 'SIGKILL');
    await until(async () => (await toolsAtWork()).length === 0);
    const second = start();
    await untilAsset(id, ({ status }) => status === 'ready');

    const attempts = new Set<string>();
    for await (const { key } of app.get(ObjectStorage).list('media', `${id}/`)) attempts.add(key.split('/')[1]!);
    expect(attempts.size).toBe(1);
    expect(await ended(second, 'SIGTERM')).toBe(0);
    expect(await readdir(work)).toEqual([]);
  });

  it('ends on SIGTERM in the middle of a file rather than after it, and the next process makes the file', async () => {
    const id = await anAsset(12);
    const first = start();
    await untilAsset(id, ({ progress }) => progress > 0.12);

    expect(await ended(first, 'SIGTERM')).toBe(0);

    expect(await toolsAtWork()).toEqual([]);
    expect(await readdir(work)).toEqual([]);
    expect(await view(id)).toMatchObject({ status: 'processing' });
    start();
    await untilAsset(id, ({ status }) => status === 'ready');
  });

  it('tells everything that is wrong with its configuration at once', async () => {
    const child = start({ REDIS_URL: 'nowhere', S3_BUCKET_MEDIA: '', TRANSCODER_CONCURRENCY: 'many' });
    let told = '';
    child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()));

    const [code] = (await once(child, 'exit')) as [number];

    expect(code).not.toBe(0);
    for (const name of ['REDIS_URL', 'S3_BUCKET_MEDIA', 'TRANSCODER_CONCURRENCY']) expect(told).toContain(name);
  });
});
