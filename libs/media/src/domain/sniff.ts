/** What the first bytes of a file tell; the name and the announced type are never asked. */
export type Sniffed =
  | { kind: 'video'; type: VideoType; demuxer: VideoContainer; contentType: string }
  | { kind: 'photo'; type: PhotoType; contentType: string; animated: boolean }
  | { kind: 'other'; what: OtherKind };

/** The name of the one ffmpeg demuxer that may open the file. */
export type VideoContainer = 'mov' | 'matroska' | 'mpegts' | 'avi' | 'flv' | 'ogg';
type VideoType = 'mp4' | 'mov' | '3gp' | 'matroska' | 'webm' | 'mpegts' | 'avi' | 'flv' | 'ogg';
export type PhotoType = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic' | 'jxl' | 'gif' | 'bmp' | 'tiff' | 'svg';
type OtherKind = 'empty' | 'playlist' | 'script' | 'document' | 'archive' | 'audio' | 'text' | 'unknown';

/** How many of a file's first bytes `sniffMedia` wants to see. */
export const sniffBytes = 65_536;

const video = (type: VideoType, demuxer: VideoContainer, contentType: string): Sniffed => ({
  kind: 'video',
  type,
  demuxer,
  contentType,
});
const photo = (type: PhotoType, animated = false): Sniffed => ({
  kind: 'photo',
  type,
  contentType: type === 'svg' ? 'image/svg+xml' : `image/${type}`,
  animated,
});
const other = (what: OtherKind): Sniffed => ({ kind: 'other', what });

/** Recognises a file by its first `sniffBytes` bytes (all of a shorter one). */
export function sniffMedia(head: Uint8Array): Sniffed {
  if (head.length === 0) return other('empty');
  return sniffBox(head) ?? sniffSignature(head) ?? sniffTransportStream(head) ?? sniffText(head) ?? other('unknown');
}

/** ISO base media files: the brands of `ftyp`, or a QuickTime file older than that. */
function sniffBox(head: Uint8Array): Sniffed | null {
  const box = ascii(head, 4, 8);
  if (box === 'ftyp') return sniffBrands(head);
  const quickTime = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(box) && startsLikeBoxes(head);
  return quickTime ? video('mov', 'mov', 'video/quicktime') : null;
}

function startsLikeBoxes(head: Uint8Array): boolean {
  const size = uint32(head, 0);
  return size === 0 || size === 1 || size >= 8;
}

function sniffBrands(head: Uint8Array): Sniffed {
  const end = Math.min(uint32(head, 0), head.length, 512);
  const major = ascii(head, 8, 12);
  const brands = [major];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(head, at, at + 4));

  // The major brand decides where it can: an AVIF sequence names both `avis` and `msf1`, a HEIC both `heic` and `mif1`.
  if (major === 'avif' || major === 'avis') return photo('avif', major === 'avis');
  const stillMajor = ['mif1', 'msf1', 'heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'].includes(major);
  if (stillMajor) return photo(brands.includes('avif') || brands.includes('avis') ? 'avif' : 'heic');
  if (major === 'M4A ' || major === 'M4B ' || major === 'M4P ') return other('audio');
  if (major === 'qt  ') return video('mov', 'mov', 'video/quicktime');
  if (major.startsWith('3g')) return video('3gp', 'mov', 'video/3gpp');
  return video('mp4', 'mov', 'video/mp4');
}

function sniffSignature(head: Uint8Array): Sniffed | null {
  if (starts(head, [0xff, 0xd8, 0xff])) return photo('jpeg');
  if (starts(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return photo('png');
  if (starts(head, [0xff, 0x0a]) || (uint32(head, 0) === 12 && ascii(head, 4, 8) === 'JXL ')) return photo('jxl');
  if (starts(head, [0x1a, 0x45, 0xdf, 0xa3])) return sniffEbml(head);
  if (ascii(head, 0, 4) === 'RIFF') return sniffRiff(head);
  if (ascii(head, 0, 4) === 'OggS') return sniffOgg(head);
  if (ascii(head, 0, 3) === 'FLV') return video('flv', 'flv', 'video/x-flv');
  if (/^GIF8[79]a/.test(ascii(head, 0, 6))) return photo('gif', true);
  if (ascii(head, 0, 2) === 'BM' && head.length > 26 && uint32(head, 6) === 0) return photo('bmp');
  if (starts(head, [0x49, 0x49, 0x2a, 0]) || starts(head, [0x4d, 0x4d, 0, 0x2a])) return photo('tiff');
  return sniffForeign(head);
}

/** Things that people rename or send by mistake; told apart so that the refusal can say what it was. */
function sniffForeign(head: Uint8Array): Sniffed | null {
  if (ascii(head, 0, 4) === '%PDF' || starts(head, [0xd0, 0xcf, 0x11, 0xe0])) return other('document');
  const archive =
    ascii(head, 0, 2) === 'PK' || starts(head, [0x1f, 0x8b]) || /^(Rar!|7z\xbc\xaf)/.test(ascii(head, 0, 4));
  if (archive) return other('archive');
  const audio = ['ID3', 'fLa'].includes(ascii(head, 0, 3)) || isMpegAudio(head) || ascii(head, 0, 5) === '#!AMR';
  return audio ? other('audio') : null;
}

const isMpegAudio = (head: Uint8Array): boolean =>
  head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[2] ?? 0xff) & 0xf0) !== 0xf0;

function sniffEbml(head: Uint8Array): Sniffed {
  const docType = ascii(head, 0, 64);
  return docType.includes('webm')
    ? video('webm', 'matroska', 'video/webm')
    : video('matroska', 'matroska', 'video/x-matroska');
}

function sniffRiff(head: Uint8Array): Sniffed {
  const form = ascii(head, 8, 12);
  if (form === 'WEBP') return photo('webp', ascii(head, 12, 48).includes('ANIM'));
  if (form === 'AVI ') return video('avi', 'avi', 'video/x-msvideo');
  return other(form === 'WAVE' ? 'audio' : 'unknown');
}

function sniffOgg(head: Uint8Array): Sniffed {
  const pages = ascii(head, 0, 4_096);
  const moving = pages.includes('\x80theora') || pages.includes('fishead');
  return moving ? video('ogg', 'ogg', 'video/ogg') : other('audio');
}

/** Packets of 188 bytes (192 with time codes, 204 with checksums) that begin with 0x47, five in a row or all there are. */
function sniffTransportStream(head: Uint8Array): Sniffed | null {
  for (const packet of [188, 192, 204]) {
    for (let first = 0; first < packet; first++) {
      if (head[first] !== 0x47) continue;
      const whole = Math.min(5, Math.floor((head.length - first) / packet));
      if (
        whole >= 3 &&
        Array.from({ length: whole }, (_, i) => head[first + i * packet]).every((byte) => byte === 0x47)
      ) {
        return video('mpegts', 'mpegts', 'video/mp2t');
      }
    }
  }
  return null;
}

function sniffText(head: Uint8Array): Sniffed | null {
  const text = ascii(head, 0, 1_024)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^#EXTM3U|^<\?xml[^>]*>\s*<MPD|^<MPD|^\[playlist\]/i.test(text)) return other('playlist');
  if (/^ffconcat/i.test(text) || text.startsWith('#!')) return other('script');
  if (/^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg/i.test(text)) return photo('svg');
  if (/^<(!doctype|html|\?xml)/i.test(text)) return other('document');
  return /^[^\x00-\x08\x0b\x0e-\x1f]*$/.test(text) ? other('text') : null;
}

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const starts = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);
const uint32 = (bytes: Uint8Array, at: number): number =>
  bytes.length < at + 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
