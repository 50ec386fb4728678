import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, stat, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { promisify } from 'node:util';
import { completeDocument, startDocument } from '../client/journey.js';
import { number, text } from './expecting.js';
import type { Member, World } from './world.js';

const run = promisify(execFile);

interface Part {
  number: number;
  url: string;
  byteSize: number;
}

interface Started {
  startUpload: { upload: { id: string; partSize: number; partUrls: Part[] } };
}

interface File {
  path: string;
  fileName: string;
  byteSize: number;
}

/** A file that only calls itself a video. */
export async function refusedFile(world: World, creator: Member): Promise<void> {
  const path = joinPath(world.folder, 'notes.mp4');
  await writeFile(path, 'This is no video at all.\n'.repeat(100));
  const file = { path, fileName: 'notes.mp4', byteSize: (await stat(path)).size };
  const { id, partUrls } = await start(world, creator, {
    file,
    parts: 1,
    why: 'announces a text that is called a video',
  });
  const etag = await putPart(world, creator, { file, part: partUrls[0], start: 0 });
  await world.tell.ask({
    ...{ who: creator, why: 'is told what is wrong with it: its bytes decide, not its name' },
    ...{ document: completeDocument, variables: { input: { uploadId: id, parts: [{ number: 1, etag }] } } },
    expect: {
      completeUpload: { upload: { status: 'REJECTED', rejection: { code: 'UNSUPPORTED_MEDIA', message: text() } } },
    },
  });
}

/** Eleven megabytes on a line that breaks off after the first part. */
export async function uploadInTwoParts(world: World, creator: Member): Promise<string> {
  const { tell } = world;
  const file = await tell.call<File>({
    ...{ who: creator, why: 'has filmed something (drawn by ffmpeg, so that it is nobody’s)' },
    ...{ call: 'ffmpeg -f lavfi …', send: () => drawClip(world.folder), expect: { byteSize: number(8_388_609) } },
  });
  const { id, partSize, partUrls } = await start(world, creator, {
    file,
    parts: 2,
    why: 'announces the film: two parts',
  });
  const first = await putPart(world, creator, { file, part: partUrls[0], start: 0 });
  const { upload } = await tell.ask<{ upload: { partUrls: Part[] } }>({
    ...{
      who: creator,
      why: 'comes back after the line broke off: the first part is there, the second has a new target',
    },
    document: `query Resume($id: ID!) {
      upload(id: $id) { status uploadedParts { number etag byteSize } partUrls { number url byteSize } }
    }`,
    variables: { id },
    expect: {
      upload: {
        status: 'PENDING',
        uploadedParts: [{ number: 1, etag: first, byteSize: partSize }],
        partUrls: [{ number: 2, byteSize: file.byteSize - partSize }],
      },
    },
  });
  const second = await putPart(world, creator, { file, part: upload.partUrls[0], start: partSize });
  const parts = [
    { number: 1, etag: first },
    { number: 2, etag: second },
  ];
  await tell.ask({
    ...{ who: creator, why: 'has the parts put together' },
    ...{ document: completeDocument, variables: { input: { uploadId: id, parts } } },
    expect: { completeUpload: { upload: { status: 'COMPLETED', rejection: null }, userErrors: [] } },
  });
  return id;
}

async function start(
  { tell }: World,
  creator: Member,
  { file, parts, why }: { file: File; parts: number; why: string },
): Promise<Started['startUpload']['upload']> {
  const { fileName, byteSize } = file;
  const input = { purpose: 'VIDEO', fileName, contentType: 'video/mp4', byteSize, idempotencyKey: randomUUID() };
  const { startUpload } = await tell.ask<Started>({
    ...{ who: creator, why, document: startDocument, variables: { input } },
    expect: { startUpload: { upload: { id: text(/^upl_/), partUrls: { length: parts } }, userErrors: [] } },
  });
  return startUpload.upload;
}

/** PUTs the bytes from `start` on straight into the store; gives what it calls them. */
async function putPart(
  { tell }: World,
  creator: Member,
  { file, part, start: from }: { file: File; part?: Part; start: number },
): Promise<string> {
  const { number: which = 0, url = '', byteSize = 0 } = part ?? {};
  const { etag } = await tell.call<{ etag: string }>({
    ...{ who: creator, why: `sends part ${which}, ${byteSize} bytes, straight to the store` },
    ...{ call: `PUT ${url.slice(0, 80)}…` },
    send: async () => {
      const source = await open(file.path);
      try {
        const body = Buffer.alloc(byteSize);
        await source.read(body, 0, byteSize, from);
        const response = await fetch(url, { method: 'PUT', body });
        return { status: response.status, etag: response.headers.get('etag') };
      } finally {
        await source.close();
      }
    },
    expect: { status: 200, etag: text() },
  });
  return etag;
}

/** Three seconds at a constant bitrate that makes them larger than one part of an upload. */
async function drawClip(folder: string): Promise<File> {
  const path = joinPath(folder, 'bars.mp4');
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y', '-t', '3', '-f', 'lavfi', '-i', 'testsrc2=s=720x1280:r=30,format=yuv420p'],
    ...['-t', '3', '-f', 'lavfi', '-i', 'sine=330', '-c:a', 'aac', '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-b:v', '28M', '-minrate', '28M', '-maxrate', '28M', '-bufsize', '28M', '-x264-params', 'nal-hrd=cbr', path],
  ]);
  return { path, fileName: 'bars.mp4', byteSize: (await stat(path)).size };
}
