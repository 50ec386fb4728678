import { describe, expect, it } from '@jest/globals';
import { masterPlaylist, readAvcCodec, readRates } from './hls-playlist.js';

const written = `#EXTM3U
#EXT-X-MAP:URI="v720.mp4",BYTERANGE="823@0"
#EXTINF:2.000000,
#EXT-X-BYTERANGE:250000@823
v720.mp4
#EXTINF:2.000000,
#EXT-X-BYTERANGE:500000@250823
v720.mp4
#EXTINF:0.100000,
#EXT-X-BYTERANGE:100000@750823
v720.mp4
#EXT-X-ENDLIST`;

describe('readRates', () => {
  it('adds up the segments, and takes no stub at the end for the peak', () => {
    expect(readRates(written)).toEqual({ durationMs: 4_100, peakBitrate: 2_000_000, averageBitrate: 1_658_537 });
  });

  it('finds nothing in an empty playlist', () => {
    expect(readRates('#EXTM3U\n')).toEqual({ durationMs: 0, peakBitrate: 0, averageBitrate: 0 });
  });
});

const variant = {
  ...{ playlist: 'v720.m3u8', codec: 'avc1.64001f', width: 720, height: 1280, framesPerSecond: 29.97 },
  ...{ durationMs: 4_100, peakBitrate: 2_000_000, averageBitrate: 1_600_000 },
};
const audio = {
  playlist: 'audio.m3u8',
  codec: 'mp4a.40.2',
  durationMs: 4_100,
  peakBitrate: 130_000,
  averageBitrate: 128_000,
};

describe('masterPlaylist', () => {
  it('names picture and sound relatively, with the bandwidth of both', () => {
    expect(masterPlaylist([variant], audio)).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=2130000,AVERAGE-BANDWIDTH=1728000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=720x1280,FRAME-RATE=29.970,AUDIO="audio"
v720.m3u8
`);
  });

  it('says nothing of sound for a silent video', () => {
    const silent = masterPlaylist([variant], null);
    expect(silent).not.toMatch(/AUDIO|mp4a/);
    expect(silent).toContain('BANDWIDTH=2000000');
  });
});

describe('readAvcCodec', () => {
  it('reads profile, constraints and level behind the box name', () => {
    expect(readAvcCodec(Buffer.concat([Buffer.from('....avcC'), Buffer.from([1, 0x64, 0x00, 0x1f])]))).toBe(
      'avc1.64001f',
    );
  });

  it('finds none where there is none', () => {
    expect(readAvcCodec(Buffer.from('....hvcC....'))).toBeNull();
    expect(readAvcCodec(Buffer.from('....avcC'))).toBeNull();
  });
});
