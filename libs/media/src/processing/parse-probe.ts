import { z } from 'zod';
import type {
  AudioFacts,
  ColorFacts,
  FrameRateFacts,
  Rational,
  SourceFacts,
  VideoFacts,
} from '../domain/source-facts.js';

/** The part of ffprobe's JSON that is read; everything in it may be missing. */
const sideDataSchema = z.object({
  side_data_type: z.string().optional(),
  rotation: z.number().optional(),
  displaymatrix: z.string().optional(),
});
const streamSchema = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
  bits_per_raw_sample: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  field_order: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  duration: z.string().optional(),
  nb_frames: z.string().optional(),
  channels: z.number().optional(),
  sample_rate: z.string().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(sideDataSchema).optional(),
});
const probeSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z
    .object({
      format_name: z.string().default('unknown'),
      duration: z.string().optional(),
      size: z.string().optional(),
    })
    .default({ format_name: 'unknown' }),
});

type ProbedStream = z.infer<typeof streamSchema>;

/** Reads what ffprobe printed as JSON with `-show_format -show_streams`. Throws ZodError when it is something else. */
export function parseProbe(printed: unknown): SourceFacts {
  const { streams, format } = probeSchema.parse(printed);
  const pictures = streams.filter((stream) => stream.codec_type === 'video' && !isAttachedPicture(stream));
  // A track that announces sound but has no channels can't be decoded into any.
  const sounds = streams.filter((stream) => stream.codec_type === 'audio' && (stream.channels ?? 0) > 0);
  const picture = pictures.find(isDefault) ?? pictures[0];
  const sound = sounds.find(isDefault) ?? sounds[0];

  return {
    container: format.format_name,
    sizeBytes: Number(format.size ?? 0),
    durationMs: durationOf(picture) ?? milliseconds(format.duration),
    video: picture ? parseVideo(picture) : null,
    audio: sound ? parseAudio(sound) : null,
  };
}

/** Album covers are streams of one picture that no one plays. */
const isAttachedPicture = (stream: ProbedStream): boolean =>
  stream.disposition?.attached_pic === 1 || stream.disposition?.still_image === 1;
const isDefault = (stream: ProbedStream): boolean => stream.disposition?.default === 1;

function parseVideo(stream: ProbedStream): VideoFacts {
  const codedWidth = stream.width ?? 0;
  const codedHeight = stream.height ?? 0;
  const pixelAspect = parseAspect(stream.sample_aspect_ratio);
  const { rotation, mirrored } = parseMatrix(stream);
  // Square pixels by stretching, never by throwing lines away.
  const upright =
    pixelAspect >= 1
      ? [Math.round(codedWidth * pixelAspect), codedHeight]
      : [codedWidth, Math.round(codedHeight / pixelAspect)];
  const [width = 0, height = 0] = rotation === 90 || rotation === 270 ? upright.reverse() : upright;
  const color = parseColor(stream);
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    pixelFormat: stream.pix_fmt ?? null,
    bitDepth: parseBitDepth(stream),
    ...{ codedWidth, codedHeight, width, height, rotation, mirrored, pixelAspect, color },
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    hdr: color.transfer === 'smpte2084' ? 'pq' : color.transfer === 'arib-std-b67' ? 'hlg' : null,
    frameRate: parseFrameRate(stream),
    frames: positive(Number(stream.nb_frames)),
  };
}

function parseAudio(stream: ProbedStream): AudioFacts {
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    channels: stream.channels ?? 0,
    sampleRate: positive(Number(stream.sample_rate)),
  };
}

function parseColor(stream: ProbedStream): ColorFacts {
  const known = (name: string | undefined): string | null =>
    name === undefined || ['unknown', 'unspecified', 'reserved'].includes(name) ? null : name;
  return {
    primaries: known(stream.color_primaries),
    transfer: known(stream.color_transfer),
    matrix: known(stream.color_space),
    fullRange: stream.color_range === 'pc' || (stream.pix_fmt?.startsWith('yuvj') ?? false),
  };
}

/**
 * Rotation and mirroring out of the display matrix, as ffmpeg applies them. The first two columns of its first two rows
 * turn the picture (16.16 fixed point); a negative determinant mirrors it. Angles other than right ones count as none.
 */
function parseMatrix(stream: ProbedStream): Pick<VideoFacts, 'rotation' | 'mirrored'> {
  const side = stream.side_data_list?.find((data) => data.rotation !== undefined || data.displaymatrix !== undefined);
  const counterClockwise = side?.rotation ?? -Number(stream.tags?.rotate ?? 0);
  const rows = side?.displaymatrix?.split('\n').map((row) => row.replace(/^\w+:/, '').trim().split(/\s+/).map(Number));
  const [[a = 1, b = 0] = [], [c = 0, d = 1] = []] = rows?.filter((row) => row.length === 3) ?? [];
  return { rotation: rightAngle(-counterClockwise), mirrored: a * d - b * c < 0 };
}

function rightAngle(clockwise: number): VideoFacts['rotation'] {
  const turn = ((Math.round(clockwise) % 360) + 360) % 360;
  return turn === 90 || turn === 180 || turn === 270 ? turn : 0;
}

function parseAspect(text: string | undefined): number {
  const ratio = parseRational(text?.replace(':', '/'));
  const aspect = ratio ? ratio.num / ratio.den : 1;
  // Beyond this it is a broken header, not a lens.
  return aspect >= 1 / 16 && aspect <= 16 ? aspect : 1;
}

function parseBitDepth(stream: ProbedStream): number {
  const named = /p(9|10|12|14|16)(le|be)$/.exec(stream.pix_fmt ?? '')?.[1];
  return named ? Number(named) : (positive(Number(stream.bits_per_raw_sample)) ?? 8);
}

function parseFrameRate(stream: ProbedStream): FrameRateFacts {
  const average = parseRational(stream.avg_frame_rate);
  const base = parseRational(stream.r_frame_rate);
  const apart = average && base ? Math.abs(base.num / base.den / (average.num / average.den) - 1) : 0;
  return { average, base, variable: apart > 0.02 };
}

/** Reads `30000/1001`; null for `0/0`, nonsense and nothing. */
export function parseRational(text: string | undefined): Rational | null {
  const [num = 0, den = 0] = (text ?? '').split('/').map(Number);
  return num > 0 && den > 0 ? { num, den } : null;
}

/** Matroska keeps the length of a stream in a tag. */
function durationOf(stream: ProbedStream | undefined): number | null {
  const tag = /^(\d+):(\d+):([\d.]+)$/.exec(stream?.tags?.DURATION ?? '');
  const tagged = tag ? (Number(tag[1]) * 3600 + Number(tag[2]) * 60 + Number(tag[3])) * 1000 : NaN;
  return milliseconds(stream?.duration) ?? positive(Math.round(tagged));
}

const milliseconds = (seconds: string | undefined): number | null => positive(Math.round(Number(seconds) * 1000));
const positive = (value: number): number | null => (Number.isFinite(value) && value > 0 ? value : null);
