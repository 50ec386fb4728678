import { describe, expect, it } from '@jest/globals';
import { MediaToolFailed, MediaToolStopped, MediaToolTimedOut } from '@moments/platform';
import { refusalFor } from './refusals.js';

const failed = (stderrTail: string, end: { exitCode?: number; signal?: string } = {}): MediaToolFailed =>
  new MediaToolFailed({ tool: 'ffmpeg', exitCode: end.exitCode ?? 1, signal: end.signal ?? null, stderrTail });

describe('refusalFor', () => {
  it.each([
    ['a broken file', failed('moov atom not found'), 'video_unreadable'],
    ['a codec off the list', failed('[indeo3 @ 0x1] Codec (indeo3) not on whitelist'), 'unsupported_codec'],
    ['a file that needs too much memory', failed('Cannot allocate memory'), 'too_demanding'],
    ['a file that crashes or overruns the tool', failed('', { exitCode: 137 }), 'too_demanding'],
    ['a file that takes too long', new MediaToolTimedOut('ffmpeg', 1, ''), 'too_demanding'],
  ])('blames %s', (_, error, reason) => {
    expect(refusalFor(error, 'video_unreadable')).toMatchObject({ reason });
  });

  it.each([
    ['a full disk', failed('v1080.mp4: No space left on device')],
    ['a sandbox that does not start', failed('bwrap: Creating new namespace failed')],
    ['a program that is not installed', failed("nice: 'ffprobe': No such file or directory")],
    ['a stop from outside', new MediaToolStopped('ffmpeg')],
    ['a defect', new TypeError('x is not a function')],
  ])('does not blame the file for %s', (_, error) => {
    expect(refusalFor(error, 'video_unreadable')).toBe(error);
  });
});
