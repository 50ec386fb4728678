/**
 * What the media tools may open. Everything else that ffmpeg was built with (playlists, concat scripts, network
 * protocols, some hundred decoders of forgotten formats) is a way in for an attacker and is never needed here.
 */
const demuxers = ['mov', 'matroska', 'mpegts', 'avi', 'flv', 'ogg'] as const;

export type Demuxer = (typeof demuxers)[number];

const videoDecoders = [
  ...['h264', 'hevc', 'vp8', 'vp9', 'libdav1d', 'av1', 'mpeg4', 'h263', 'h263p', 'flv', 'theora'],
  ...['mpeg1video', 'mpeg2video', 'mjpeg', 'png', 'prores'],
];

const audioDecoders = [
  ...['aac', 'aac_latm', 'mp3', 'mp3float', 'mp2', 'mp2float', 'opus', 'vorbis', 'flac', 'alac', 'ac3', 'eac3', 'dca'],
  ...[
    'amrnb',
    'amrwb',
    'pcm_s16le',
    'pcm_s16be',
    'pcm_s24le',
    'pcm_s32le',
    'pcm_f32le',
    'pcm_u8',
    'pcm_mulaw',
    'pcm_alaw',
  ],
];

/** Never shown, but ffprobe opens a decoder for every stream it finds, captions too. */
const captionDecoders = ['mov_text', 'subrip', 'webvtt', 'ass'];

const decoders = [...videoDecoders, ...audioDecoders, ...captionDecoders];

/** The options that stand before every input of every ffmpeg and ffprobe call. */
export function inputGuards(format: Demuxer): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe'],
    ...['-format_whitelist', demuxers.join(',')],
    ...['-codec_whitelist', decoders.join(',')],
    // Recognised from the bytes beforehand: no other demuxer gets to see the file. The list is the second lock.
    ...['-f', format],
  ];
}

/** The codec that a tool declined to open because of the list above, read from what it wrote; null when it was not that. */
export function declinedCodec(stderrTail: string): string | null {
  return /Codec \(([\w-]+)\) not on whitelist/.exec(stderrTail)?.[1] ?? null;
}
