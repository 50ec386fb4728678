/** What a media playlist of ours says about its stream. */
export interface StreamRates {
  durationMs: number;
  /** Of the heaviest segment. */
  peakBitrate: number;
  averageBitrate: number;
}

export interface MasterVariant extends StreamRates {
  playlist: string;
  codec: string;
  width: number;
  height: number;
  framesPerSecond: number;
}

export interface MasterAudio extends StreamRates {
  playlist: string;
  codec: string;
}

/** Reads segment lengths and sizes out of a single-file playlist with byte ranges. */
export function readRates(playlist: string): StreamRates {
  const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map((found) => Number(found[1]));
  const sizes = [...playlist.matchAll(/#EXT-X-BYTERANGE:(\d+)/g)].map((found) => Number(found[1]));
  const seconds = lengths.reduce((sum, length) => sum + length, 0);
  const bits = 8 * sizes.reduce((sum, size) => sum + size, 0);
  // A stub at the end says nothing about the rate: segments under half a second don't count.
  const rates = lengths.flatMap((length, i) => (length >= 0.5 ? [((sizes[i] ?? 0) * 8) / length] : []));
  const averageBitrate = seconds > 0 ? Math.ceil(bits / seconds) : 0;
  return {
    durationMs: Math.round(seconds * 1000),
    peakBitrate: Math.max(averageBitrate, ...rates.map(Math.ceil)),
    averageBitrate,
  };
}

/**
 * The master playlist (RFC 8216): variants from the best to the least, all with the one audio stream. Names are
 * relative, so a CDN can stand before them. Sound is a group of its own: it is stored and fetched once, whichever
 * picture plays, and hls.js and AVPlayer both switch pictures without touching it.
 */
export function masterPlaylist(variants: readonly MasterVariant[], audio: MasterAudio | null): string {
  const group = audio
    ? [
        `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="${audio.playlist}"`,
      ]
    : [];
  const entries = variants.flatMap((variant) => [
    `#EXT-X-STREAM-INF:${[
      `BANDWIDTH=${variant.peakBitrate + (audio?.peakBitrate ?? 0)}`,
      `AVERAGE-BANDWIDTH=${variant.averageBitrate + (audio?.averageBitrate ?? 0)}`,
      `CODECS="${[variant.codec, ...(audio ? [audio.codec] : [])].join(',')}"`,
      `RESOLUTION=${variant.width}x${variant.height}`,
      `FRAME-RATE=${variant.framesPerSecond.toFixed(3)}`,
      ...(audio ? ['AUDIO="audio"'] : []),
    ].join(',')}`,
    variant.playlist,
  ]);
  return ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', ...group, ...entries, ''].join('\n');
}

/** The RFC 6381 name of an H.264 stream, from the `avcC` box at the head of its file; null when there is none. */
export function readAvcCodec(head: Buffer): string | null {
  const at = head.indexOf('avcC', 0, 'latin1');
  // Box type, configuration version, then profile, constraints and level.
  return at < 0 || head.length < at + 8 ? null : `avc1.${head.subarray(at + 5, at + 8).toString('hex')}`;
}
