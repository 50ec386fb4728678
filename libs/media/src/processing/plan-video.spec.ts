import { describe, expect, it } from '@jest/globals';
import { bitrateLadder } from '../domain/bitrate-ladder.js';
import { defaultVideoLimits as limits } from '../domain/media-limits.js';
import type { VideoFacts } from '../domain/source-facts.js';
import { aSource, aVideo } from '../testing/source-facts.factory.js';
import { planVideo } from './plan-video.js';

function plan(changes: Partial<VideoFacts> = {}, silent = false) {
  const video = aVideo(changes);
  const { audio } = aSource();
  const source = {
    video,
    audio: silent ? null : audio,
    durationMs: 20_000,
    file: '/jobs/1/source',
    container: 'mov' as const,
  };
  return planVideo(source, bitrateLadder(video), limits, { threads: 2, preset: 'veryfast' });
}

describe('planVideo', () => {
  it('decodes once, scales each rung from the one above, and hangs poster and preview on the same tree', () => {
    expect(plan().filters).toMatchInlineSnapshot(`
      [
        "[0:0]fps=30/1:start_time=0,scale=1080:1920:flags=bicubic:in_color_matrix=bt709:out_color_matrix=bt709:in_range=tv:out_range=tv,format=yuv420p,setsar=1,split=4[out0][from0][poster0][preview0]",
        "[from0]scale=720:1280:flags=bicubic,setsar=1,split=2[out1][from1]",
        "[from1]scale=480:854:flags=bicubic,setsar=1,split=2[out2][from2]",
        "[from2]scale=360:640:flags=bicubic,setsar=1[out3]",
        "[poster0]trim=end=3,fps=4,signalstats,metadata=mode=select:key=lavfi.signalstats.YAVG:value=32:function=greater,thumbnail=n=12[poster]",
        "[preview0]trim=start=1.000:duration=3,setpts=PTS-STARTPTS,fps=8,scale=240:427:flags=bilinear[preview]",
        "[0:1]aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,apad=whole_dur=20.000,atrim=end=20.000[sound]",
      ]
    `);
  });

  it('reads no further than the announced length and its tolerance', () => {
    expect(plan().input).toMatchObject({ format: 'mov', options: ['-fflags', '+genpts', '-t', '22.000'] });
  });

  it('gives all rungs key frames at the same instants, and sound a stream of its own', () => {
    const { options } = plan().outputs[0]!;
    expect(options.join(' ')).toMatchInlineSnapshot(
      `"-map [out0] -map [out1] -map [out2] -map [out3] -map [sound] -c:a aac -b:a 128k -map_metadata -1 -map_chapters -1 -c:v libx264 -preset veryfast -profile:v high -crf 23 -threads 2 -g 60 -keyint_min 60 -sc_threshold 0 -force_key_frames expr:gte(t,n_forced*2) -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv -maxrate:v:0 5000000 -bufsize:v:0 10000000 -maxrate:v:1 2722000 -bufsize:v:1 5444000 -maxrate:v:2 1482000 -bufsize:v:2 2964000 -maxrate:v:3 962000 -bufsize:v:3 1924000 -avoid_negative_ts disabled -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file+independent_segments -hls_segment_filename %v.mp4 -var_stream_map v:0,name:v1080,agroup:sound v:1,name:v720,agroup:sound v:2,name:v480,agroup:sound v:3,name:v360,agroup:sound a:0,name:audio,agroup:sound"`,
    );
  });

  it('leaves out everything of sound for a silent source', () => {
    const silent = plan({}, true);
    expect(JSON.stringify(silent)).not.toMatch(/sound|audio|aac/);
  });

  it('maps tones only where they are wider than a screen, and untangles lines only where they are woven', () => {
    const base = (changes: Partial<VideoFacts>): string => plan(changes).filters[0]!;
    expect(base({})).not.toMatch(/tonemap|zscale|yadif/);
    expect(base({ hdr: 'pq' })).toContain('tin=smpte2084');
    expect(base({ hdr: 'hlg' })).toContain('tonemap=tonemap=hable');
    const wide = { primaries: 'bt2020', transfer: 'bt2020-10', matrix: 'bt2020nc', fullRange: false };
    expect(base({ color: wide })).toContain('zscale');
    expect(base({ color: wide })).not.toContain('tonemap');
    expect(base({ interlaced: true })).toContain('yadif');
  });

  it('assumes the matrix of its time where the file names none', () => {
    const color = { primaries: null, transfer: null, matrix: null, fullRange: true };
    expect(plan({ color, codedWidth: 640, codedHeight: 480 }).filters[0]).toContain('in_color_matrix=smpte170m');
    expect(plan({ color, codedWidth: 1280, codedHeight: 720 }).filters[0]).toContain('in_color_matrix=bt709');
    expect(plan({ color }).filters[0]).toContain('in_range=pc');
  });
});
