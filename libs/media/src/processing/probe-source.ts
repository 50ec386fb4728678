import { probe, type Sandbox } from '@moments/platform';
import { z } from 'zod';
import type { VideoContainer } from '../domain/sniff.js';
import type { SourceFacts } from '../domain/source-facts.js';
import { parseProbe } from './parse-probe.js';
import { refusalFor } from './refusals.js';
import { probeLimits } from './tool-limits.js';

export interface ProbeRequest {
  file: string;
  container: VideoContainer;
  sizeBytes: number;
  /** A folder for the call. */
  folder: string;
  sandbox: Sandbox;
  signal?: AbortSignal;
  /** Counting stops here: longer is too long anyway. */
  maxDurationMs: number;
}

const probeTimeoutMs = 60_000;

/** Finds out what a file holds. Throws MediaRefused when it can't be read. */
export async function probeSource(request: ProbeRequest): Promise<SourceFacts> {
  try {
    const facts = { ...parseProbe(await ask(request)), sizeBytes: request.sizeBytes };
    if (facts.durationMs !== null || !facts.video) return facts;
    return { ...facts, ...(await measure(request, facts.video.index)) };
  } catch (error) {
    throw refusalFor(error, 'video_unreadable');
  }
}

function ask(request: ProbeRequest, show?: readonly string[]): Promise<unknown> {
  const { file, container, folder, sandbox, signal } = request;
  return probe(
    { file, format: container },
    { folder, sandbox, signal, show, timeoutMs: probeTimeoutMs, limits: probeLimits },
  );
}

const packetsSchema = z.object({
  packets: z.array(z.object({ pts_time: z.string().optional(), duration_time: z.string().optional() })).default([]),
});

/** Browsers record without writing the length: the time stamps tell it. */
async function measure(request: ProbeRequest, stream: number): Promise<Pick<SourceFacts, 'durationMs'>> {
  const window = `%+${Math.ceil(request.maxDurationMs / 1000) + 5}`;
  const show = [
    '-select_streams',
    String(stream),
    '-show_entries',
    'packet=pts_time,duration_time',
    '-read_intervals',
    window,
  ];
  const { packets } = packetsSchema.parse(await ask(request, show));
  const times = packets.flatMap(({ pts_time: at }) => (at === undefined ? [] : [Number(at)])).sort((a, b) => a - b);
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined || times.length < 2) return { durationMs: null };
  return { durationMs: Math.round(((last - first) * 1000 * times.length) / (times.length - 1)) };
}
