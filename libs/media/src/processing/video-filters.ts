import type { AdmittedVideo } from '../domain/admission.js';
import type { Ladder, Rung } from '../domain/bitrate-ladder.js';
import type { VideoContainer } from '../domain/sniff.js';
import type { VideoFacts } from '../domain/source-facts.js';

export interface VideoSource extends AdmittedVideo {
  file: string;
  container: VideoContainer;
}

const posterSeconds = 3;
const posterCandidates = { perSecond: 4, darkestLuma: 32 };
const preview = { shortSide: 240, perSecond: 8, seconds: 3 };

/** Pads `[out0]` … for the rungs, `[poster]` and `[preview]`. */
export function pictureFilters(source: VideoSource, ladder: Ladder): string[] {
  const [top, ...lower] = ladder.rungs;
  const { num, den } = ladder.frameRate;
  const base = [
    ...(source.video.interlaced ? ['yadif=deint=interlaced'] : []),
    // Even spacing from zero on: a late first picture is shown early rather than leaving sound alone.
    `fps=${num}/${den}:start_time=0`,
    ...toDisplay(source.video, top),
  ];
  const cascade = lower.flatMap((rung, i) => {
    const above = `[from${i}]scale=${rung.width}:${rung.height}:flags=bicubic,setsar=1`;
    return i < lower.length - 1 ? [`${above},split=2[out${i + 1}][from${i + 1}]`] : [`${above}[out${i + 1}]`];
  });
  const pads = ['[out0]', ...(lower.length ? ['[from0]'] : []), '[poster0]', '[preview0]'];
  return [
    `[0:${source.video.index}]${base.join(',')},split=${pads.length}${pads.join('')}`,
    ...cascade,
    posterFilter(),
    previewFilter(source, top),
  ];
}

/** To square pixels of the top rung's size in 8-bit BT.709; ffmpeg has turned the picture upright by then. */
function toDisplay(video: VideoFacts, { width, height }: Rung): string[] {
  const finish = ['format=yuv420p', 'setsar=1'];
  if (video.hdr || video.color.primaries === 'bt2020') return [...toneMapping(video, width, height), ...finish];
  // A matrix that is not named is the one of its time: BT.601 for standard definition, BT.709 above.
  const matrix = video.color.matrix ?? (Math.min(video.codedWidth, video.codedHeight) < 720 ? 'smpte170m' : 'bt709');
  const known = ['bt709', 'smpte170m', 'bt470bg', 'smpte240m', 'fcc'].includes(matrix) ? matrix : 'bt709';
  const range = video.color.fullRange ? 'pc' : 'tv';
  return [
    `scale=${width}:${height}:flags=bicubic:in_color_matrix=${known}:out_color_matrix=bt709:in_range=${range}:out_range=tv`,
    ...finish,
  ];
}

/** Scaled first, so that the costly part in floating point works on few pixels. 203 cd/m² is the white of BT.2408. */
function toneMapping(video: VideoFacts, width: number, height: number): string[] {
  const transfer = video.hdr === 'pq' ? 'smpte2084' : video.hdr === 'hlg' ? 'arib-std-b67' : 'bt2020-10';
  const range = video.color.fullRange ? 'pc' : 'tv';
  const linear = `zscale=w=${width}:h=${height}:tin=${transfer}:min=bt2020nc:pin=bt2020:rin=${range}:t=linear:npl=203`;
  return [
    // zscale reads three planes of one kind; whatever else comes in is made that first.
    'format=yuv420p10le',
    linear,
    'format=gbrpf32le',
    'zscale=p=bt709',
    ...(video.hdr ? ['tonemap=tonemap=hable:desat=0'] : []),
    'zscale=t=bt709:m=bt709:r=tv',
  ];
}

/** The most typical of the first pictures that are not dark. */
function posterFilter(): string {
  const { perSecond, darkestLuma } = posterCandidates;
  const bright = `signalstats,metadata=mode=select:key=lavfi.signalstats.YAVG:value=${darkestLuma}:function=greater`;
  return `[poster0]trim=end=${posterSeconds},fps=${perSecond},${bright},thumbnail=n=${perSecond * posterSeconds}[poster]`;
}

function previewFilter({ durationMs }: VideoSource, top: Rung): string {
  const start = Math.max(0, Math.min(1, durationMs / 1000 - preview.seconds));
  const scale = Math.min(1, preview.shortSide / Math.min(top.width, top.height));
  const [width, height] = [top.width, top.height].map((side) => Math.max(2, Math.round(side * scale)));
  const cut = `trim=start=${start.toFixed(3)}:duration=${preview.seconds},setpts=PTS-STARTPTS`;
  return `[preview0]${cut},fps=${preview.perSecond},scale=${width}:${height}:flags=bilinear[preview]`;
}

/** Pad `[sound]`: 48 kHz stereo, gaps filled with silence, exactly as long as the picture. */
export function soundFilters({ audio, durationMs }: VideoSource): string[] {
  if (!audio) return [];
  const seconds = (durationMs / 1000).toFixed(3);
  const steady = 'aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo';
  return [`[0:${audio.index}]${steady},apad=whole_dur=${seconds},atrim=end=${seconds}[sound]`];
}
