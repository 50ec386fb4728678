import { describe, expect, it } from '@jest/globals';
import { sniffMedia } from './sniff.js';

const text = (content: string): Buffer => Buffer.from(content, 'latin1');
const ftyp = (major: string, ...compatible: string[]): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(16 + compatible.length * 4);
  return Buffer.concat([size, text(`ftyp${major}\0\0\0\0${compatible.join('')}`), Buffer.alloc(64)]);
};
const packets = (size: number, first: number): Buffer => {
  const stream = Buffer.alloc(first + size * 6, 0x11);
  for (let i = 0; i < 6; i++) stream[first + i * size] = 0x47;
  return stream;
};

describe('sniffMedia', () => {
  it.each([
    ['mp4', ftyp('isom', 'isom', 'mp41'), 'mov'],
    ['mov', ftyp('qt  '), 'mov'],
    ['mov', Buffer.concat([Buffer.from([0, 0, 0, 8]), text('wide'), Buffer.alloc(8)]), 'mov'],
    ['3gp', ftyp('3gp5', 'isom'), 'mov'],
    ['webm', Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), text('....webm....')]), 'matroska'],
    ['matroska', Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), text('..matroska..')]), 'matroska'],
    ['mpegts', packets(188, 0), 'mpegts'],
    ['mpegts', packets(192, 4), 'mpegts'],
    ['avi', text('RIFF\x00\x00\x00\x00AVI LIST'), 'avi'],
    ['flv', text('FLV\x01\x05'), 'flv'],
    ['ogg', text('OggS\x00\x02\x80theora'), 'ogg'],
  ])('knows a video by its bytes: %s', (type, head, demuxer) => {
    expect(sniffMedia(head)).toMatchObject({ kind: 'video', type, demuxer });
  });

  it.each([
    ['jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['webp', text('RIFF\x00\x00\x00\x00WEBPVP8 ')],
    ['avif', ftyp('avif', 'mif1', 'miaf')],
    ['avif', ftyp('mif1', 'avif')],
    ['heic', ftyp('heic', 'mif1')],
    ['heic', ftyp('mif1', 'heic')],
    ['jxl', Buffer.from([0xff, 0x0a, 0x00])],
    ['bmp', Buffer.concat([text('BM'), Buffer.alloc(40)])],
    ['tiff', Buffer.from([0x49, 0x49, 0x2a, 0x00, 0x08])],
    ['svg', text('<?xml version="1.0"?>\n<svg xmlns="x">')],
  ])('knows a still photo by its bytes: %s', (type, head) => {
    expect(sniffMedia(head)).toMatchObject({ kind: 'photo', type, animated: false });
  });

  it.each([
    ['gif', text('GIF89a')],
    ['webp', text('RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00ANIM')],
    ['avif', ftyp('avis', 'avif', 'msf1')],
  ])('tells an animated picture from a photo: %s', (type, head) => {
    expect(sniffMedia(head)).toMatchObject({ kind: 'photo', type, animated: true });
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['playlist', text('#EXTM3U\n#EXTINF:5,\n/etc/passwd')],
    ['playlist', text('\n  <?xml version="1.0"?><MPD>')],
    ['script', text('ffconcat version 1.0\nfile /etc/passwd')],
    ['document', text('<!DOCTYPE html><html>')],
    ['document', text('%PDF-1.7')],
    ['archive', text('PK\x03\x04')],
    ['audio', text('ID3\x04\x00')],
    ['audio', ftyp('M4A ', 'mp42')],
    ['audio', text('OggS\x00\x02OpusHead')],
    ['text', text('just some words')],
    ['unknown', Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])],
  ])('says what else a file is, whatever its name: %s', (what, head) => {
    expect(sniffMedia(head)).toEqual({ kind: 'other', what });
  });

  it('takes no text for a transport stream because a letter G stands in it', () => {
    expect(sniffMedia(text('G'.padEnd(188, 'a').repeat(2)))).toEqual({ kind: 'other', what: 'text' });
  });
});
