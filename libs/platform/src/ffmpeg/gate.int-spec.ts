import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inputGuards } from './allow-lists.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import { MediaToolFailed, MediaToolStopped, MediaToolTimedOut, SandboxUnavailable } from './media-tool.errors.js';
import { probe } from './probe.js';
import { runFfmpeg } from './run-ffmpeg.js';
import { runTool } from './run-tool.js';
import { detectSandbox, type Sandbox, type SandboxReport, type ToolLimits } from './sandbox.js';

const run = promisify(execFile);
const limits: ToolLimits = { memoryBytes: 2 * 1024 ** 3, cpuSeconds: 60, fileSizeBytes: 1024 ** 2, openFiles: 64 };
const timeoutMs = 120_000;

/** Whatever this machine gives, and the same without bubblewrap. Where both are one, each rule is proven once. */
const whole = await detectSandbox({ required: false });
const reduced = await detectSandbox({ required: false, bubblewrap: 'no-such-program' });
const sandboxes: [string, Sandbox][] = [
  ['limits only', reduced],
  ...(whole.report.level === 'full' ? [['full', whole] as [string, Sandbox]] : []),
];
const full = sandboxes.filter(([name]) => name === 'full');

let folder: string;
let server: Server;
let url: string;
let connections = 0;
const inFolder = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-'));
  server = createServer((_, response) => response.end('nothing')).on('connection', () => (connections += 1));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret.ts`;
  const clip = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=10:d=8', '-c:v', 'libx264', '-preset', 'ultrafast'];
  await run('ffmpeg', [
    '-v',
    'error',
    ...clip,
    '-f',
    'mpegts',
    inFolder('secret.ts'),
    ...['-c:v', 'libx264'],
    inFolder('clip.mp4'),
  ]);
  const playlist = (target: string): string =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:8,\n${target}\n#EXT-X-ENDLIST\n`;
  await writeFile(inFolder('playlist.mp4'), playlist(`file://${inFolder('secret.ts')}`));
  await writeFile(inFolder('remote.mp4'), playlist(url));
  await writeFile(inFolder('concat.mp4'), 'ffconcat version 1.0\nfile secret.ts\n');
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const decode = (file: string, options: string[] = []): FfmpegPlan => ({
  input: { file: inFolder(file), format: 'mov', options },
  filters: [],
  outputs: [{ file: 'out.mkv', options: ['-c:v', 'libx264', '-preset', 'ultrafast'] }],
  threads: 1,
});

async function commandLines(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' '));
}

/** Processes that were started with these words. */
async function processesWith(words: string): Promise<number> {
  return (await commandLines()).filter((line) => line.includes(words)).length;
}

async function expectNoneWith(words: string): Promise<void> {
  for (let tries = 0; tries < 600 && (await processesWith(words)) > 0; tries++) await pause(100);
  expect(await processesWith(words)).toBe(0);
}

describe.each(sandboxes)('a file that names other files (%s)', (_, sandbox) => {
  it.each(['playlist.mp4', 'concat.mp4', 'remote.mp4'])(
    'is opened neither by ffprobe nor by ffmpeg: %s',
    async (name) => {
      connections = 0;
      const call = { folder, sandbox, limits, timeoutMs };
      await expect(probe({ file: inFolder(name), format: 'mov' }, call)).rejects.toThrow(MediaToolFailed);
      await expect(runFfmpeg(decode(name), call)).rejects.toThrow(MediaToolFailed);
      expect(connections).toBe(0);
    },
  );
});

describe('the guards are what stops it', () => {
  const read = (file: string, options: string[]): Promise<unknown> =>
    run('ffprobe', ['-v', 'error', ...options, '-show_entries', 'stream=width', '-of', 'csv', '-i', inFolder(file)]);
  const withoutForce = inputGuards('mov').slice(0, -2);

  it.each(['playlist.mp4', 'concat.mp4'])('without them the other file is read: %s', async (name) => {
    await expect(read(name, [])).resolves.toMatchObject({ stdout: expect.stringContaining('64') });
  });

  it.each(['playlist.mp4', 'concat.mp4'])('the list of formats alone stops it: %s', async (name) => {
    await expect(read(name, withoutForce)).rejects.toThrow(/not on whitelist/);
  });

  it('the forced container alone stops it', async () => {
    await expect(read('playlist.mp4', ['-f', 'mov'])).rejects.toThrow(/Invalid data/);
  });

  it('the list of protocols alone stops the network, which is reached without it', async () => {
    connections = 0;
    await expect(read('remote.mp4', ['-protocol_whitelist', 'file,pipe'])).rejects.toThrow();
    expect(connections).toBe(0);
    await read('remote.mp4', ['-protocol_whitelist', 'file,http,tcp']).catch(() => null);
    expect(connections).toBeGreaterThan(0);
  });

  it('the list of codecs stops a decoder that is not on it', async () => {
    await run('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=64x64:d=1',
      '-c:v',
      'huffyuv',
      '-y',
      inFolder('huff.mkv'),
    ]);
    const call = { folder, sandbox: whole, limits, timeoutMs };
    await expect(probe({ file: inFolder('huff.mkv'), format: 'matroska' }, call)).rejects.toMatchObject({
      end: { stderrTail: expect.stringContaining('Codec (huffyuv) not on whitelist') },
    });
    await expect(read('huff.mkv', [])).resolves.toBeDefined();
  });
});

describe.each(full)('the sandbox (%s)', (_, sandbox) => {
  const shell = (script: string, given: Sandbox = sandbox): Promise<string> =>
    runTool({ program: 'sh', args: ['-c', script], folder, limits }, { sandbox: given, timeoutMs });

  it('has no network', async () => {
    connections = 0;
    const fetchIt = `ffprobe -v quiet -i ${url}`;
    await expect(shell(fetchIt)).rejects.toThrow(MediaToolFailed);
    expect(connections).toBe(0);
    await expect(shell(fetchIt, reduced)).rejects.toThrow(MediaToolFailed); // reached: what comes is no media
    expect(connections).toBeGreaterThan(0);
  });

  it('shows nothing of the machine but programs, the inputs and the folder', async () => {
    expect((await shell('ls /')).split('\n')).not.toEqual(expect.arrayContaining(['home', 'root', 'work', 'var']));
    expect(await shell('ls /proc | grep -c "^[0-9]"')).toMatch(/^[1-9]\n$/);
    await expect(shell('cat /etc/passwd')).rejects.toThrow(MediaToolFailed);
    await expect(shell('cat /etc/passwd', reduced)).resolves.toContain('root');
    await expect(shell('touch /usr/x')).rejects.toThrow(MediaToolFailed);
    await expect(shell('touch written && ls written')).resolves.toBe('written\n');
  });
});

describe.each(sandboxes)('every call (%s)', (_, sandbox) => {
  const shell = (script: string, changes: Partial<ToolLimits> = {}): Promise<string> =>
    runTool({ program: 'sh', args: ['-c', script], folder, limits: { ...limits, ...changes } }, { sandbox, timeoutMs });

  it('sees none of the environment of the worker', async () => {
    process.env.MOMENTS_SECRET_OF_THE_TEST = 'hunter2';
    expect(await shell('env')).not.toContain('hunter2');
  });

  it('ends at its limits of memory, file size and processor time', async () => {
    await expect(shell('head -c 3000000 /dev/zero > big')).rejects.toThrow(MediaToolFailed);
    await expect(shell('head -c 500000 /dev/zero > small')).resolves.toBe('');
    const hoard = 'x=$(head -c 400000000 /dev/zero | tr "\\\\0" a); echo ${#x}';
    await expect(shell(hoard, { memoryBytes: 200 * 1024 ** 2 })).rejects.toThrow(MediaToolFailed);
    await expect(shell('while :; do :; done', { cpuSeconds: 1 })).rejects.toThrow(MediaToolFailed);
  });

  it('takes everything it has started along when its time is up', async () => {
    const call = { program: 'sh', args: ['-c', 'sleep 4711 & sleep 4711'], folder, limits };
    await expect(runTool(call, { sandbox, timeoutMs: 1_000 })).rejects.toThrow(MediaToolTimedOut);
    await expectNoneWith('sleep 4711');
  });

  it('dies with the worker', async () => {
    const [command = '', ...words] = sandbox.words({ program: 'sleep', args: ['4712'], folder, limits });
    const worker = spawn('sh', ['-c', '"$@" & wait', 'sh', command, ...words], { stdio: 'ignore' });
    // Until the tool itself runs, not only those that start it.
    while (!(await commandLines()).includes('sleep 4712 ')) await pause(50);
    worker.kill('SIGKILL');
    await expectNoneWith('sleep 4712');
  });

  it('runs ffmpeg, tells how far it is, and leaves no process behind on timeout or stop', async () => {
    const call = { folder, sandbox, limits, timeoutMs };
    const reached: number[] = [];
    await runFfmpeg(decode('clip.mp4'), { ...call, onProgress: (writtenMs) => reached.push(writtenMs) });
    expect(reached.at(-1)).toBeGreaterThan(7_000);
    expect(reached).toEqual([...reached].sort((a, b) => a - b));

    const slowly = decode('clip.mp4', ['-readrate', '0.1']);
    await expect(runFfmpeg(slowly, { ...call, timeoutMs: 1_500 })).rejects.toThrow(MediaToolTimedOut);
    await expect(runFfmpeg(slowly, { ...call, signal: AbortSignal.timeout(1_500) })).rejects.toThrow(MediaToolStopped);
    await expect(runFfmpeg(slowly, { ...call, signal: AbortSignal.abort() })).rejects.toThrow(MediaToolStopped);
    await expectNoneWith('-readrate 0.1');
  });

  it('says what failed without what the tool wrote', async () => {
    const broken = decode('concat.mp4');
    const error: unknown = await runFfmpeg(broken, { folder, sandbox, limits, timeoutMs }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      message: 'ffmpeg ended with code 1',
      end: { stderrTail: expect.stringContaining('Invalid data') },
    });
  });

  it('writes under names of the product’s own only', async () => {
    const plan = { ...decode('clip.mp4'), outputs: [{ file: '../escape.mp4', options: [] }] };
    await expect(runFfmpeg(plan, { folder, sandbox, limits, timeoutMs })).rejects.toThrow(/plain file name/);
  });
});

describe('detectSandbox', () => {
  it('says once that there is less than a full sandbox, and why', async () => {
    const said: SandboxReport[] = [];
    await detectSandbox({ required: false, bubblewrap: 'no-such-program', onReduced: (report) => said.push(report) });
    expect(said).toEqual([{ level: 'limits', reason: 'bubblewrap: not installed' }]);
  });

  it('refuses to go without one where it is required', async () => {
    await expect(detectSandbox({ required: true, bubblewrap: 'no-such-program' })).rejects.toThrow(SandboxUnavailable);
  });

  it('takes a bubblewrap that may not make namespaces for none', async () => {
    const { report } = await detectSandbox({ required: false, bubblewrap: 'false' });
    expect(report.level).toBe('limits');
  });
});
