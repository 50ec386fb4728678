import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GraphqlClient } from '../../tools/client/graphql-client.js';
import { createMoment, signUp, uploadFile, whenProcessed } from '../../tools/client/journey.js';
import { figure, type Figure } from './figure.js';
import { interleaved, median, seconds } from './measure.js';
import { withPrograms } from './programs.js';
import { oneCall, oneCallEach, type Size } from './reference/ladder-by-hand.js';
import { scaled } from './scale.js';

const run = promisify(execFile);
const rounds = scaled(3);

/**
 * From createMoment to PUBLISHED for a 20 s 1080×1920 30 fps clip — queue, download, probe, ladder, poster, preview,
 * checks, upload, event — beside an ffmpeg call by hand that makes the same renditions and nothing else.
 */
export const transcode = (): Promise<Figure[]> =>
  withPrograms(async (programs) => {
    const folder = await mkdtemp(join(tmpdir(), 'moments-bench-'));
    const clip = join(folder, 'clip.mp4');
    const [gateway] = await Promise.all([
      programs.gateway(),
      programs.lane('worker'),
      programs.lane('transcoder'),
      drawClip(clip),
    ]);
    const { client } = await signUp(new GraphqlClient(`${gateway.url}/graphql`), {
      email: 'creator@example.com',
      password: randomBytes(12).toString('base64url'),
      handle: 'bench.creator',
      displayName: 'Bench',
      region: 'RU',
    });
    const sizes = await renditionsOf(client, await publish(client, clip));
    await mkdir(join(folder, 'by-hand'));

    const times = await interleaved(rounds, {
      ours: () => pipelineSeconds(client, clip),
      together: () => seconds(() => oneCall(clip, sizes, join(folder, 'by-hand'))),
      each: () => seconds(() => oneCallEach(clip, sizes, join(folder, 'by-hand'))),
    });
    await rm(folder, { recursive: true });
    const ours = median(times.ours);
    const name = `pipeline of a 20 s clip, ${sizes.length} renditions`;
    return [
      figure({
        name: `${name} / one call by hand`,
        ours,
        reference: median(times.together),
        target: 1.1,
        better: 'lower',
        unit: 's',
      }),
      figure({ name: `${name} / a call each`, ours, reference: median(times.each), better: 'lower', unit: 's' }),
    ];
  });

/** Moving detail with grain and sound: as much work for the encoder as a phone's clip. */
async function drawClip(file: string): Promise<void> {
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y'],
    ...['-f', 'lavfi', '-i', 'testsrc2=s=1080x1920:r=30,noise=alls=6:allf=t,format=yuv420p'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=330:sample_rate=48000'],
    ...['-t', '20', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '12M', '-c:a', 'aac', file],
  ]);
}

async function publish(client: GraphqlClient, clip: string): Promise<string> {
  const uploadId = await uploadFile(client, { path: clip, purpose: 'VIDEO', contentType: 'video/mp4' });
  return make(client, uploadId);
}

async function make(client: GraphqlClient, uploadId: string): Promise<string> {
  const id = await createMoment(client, { uploadIds: [uploadId], caption: 'bench' });
  const { status, failure } = await whenProcessed(client, id, { pollMs: 25 });
  if (status !== 'PUBLISHED') throw new Error(`the clip ended as ${status}: ${failure?.message ?? ''}`);
  return id;
}

/** The upload is the `upload` benchmark's: the clock starts when the moment is made. */
async function pipelineSeconds(client: GraphqlClient, clip: string): Promise<number> {
  const uploadId = await uploadFile(client, { path: clip, purpose: 'VIDEO', contentType: 'video/mp4' });
  return seconds(() => make(client, uploadId));
}

async function renditionsOf(client: GraphqlClient, id: string): Promise<Size[]> {
  interface Answer {
    moment: { video: { renditions: Size[] } };
  }
  const document = 'query Renditions($id: ID!) { moment(id: $id) { video { renditions { width height } } } }';
  return (await client.send<Answer>(document, { id })).moment.video.renditions;
}
