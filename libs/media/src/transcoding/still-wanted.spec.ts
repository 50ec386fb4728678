import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@moments/kernel';
import type { AssetStatus } from '../assets/domain/asset.js';
import { AssetUnwanted, whileWanted } from './still-wanted.js';

const statusOf = jest.fn<() => Promise<AssetStatus | undefined>>();
const log = { warn: jest.fn() };
const lookEveryMs = 2_000;

/** Work that only ends when it is told to. */
const endless = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });

describe('work on an asset', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    statusOf.mockReset().mockResolvedValue('processing');
  });
  afterEach(() => void jest.useRealTimers());

  const begin = () => {
    const ended = jest.fn();
    void whileWanted({ lifecycle: { statusOf }, log }, newId<'asset'>(), endless).catch(ended);
    return { ended };
  };
  const looks = (count: number) => jest.advanceTimersByTimeAsync(count * lookEveryMs);

  it('stops soon after the asset is removed', async () => {
    const { ended } = begin();
    await looks(2);
    expect(ended).not.toHaveBeenCalled();
    statusOf.mockResolvedValue('removed');
    await looks(1);
    expect(ended).toHaveBeenCalledWith(expect.any(AssetUnwanted));
  });

  it('goes on while the status cannot be read for less than a minute, however often', async () => {
    const { ended } = begin();
    for (let round = 0; round < 2; round++) {
      statusOf.mockRejectedValue(new Error('no database'));
      await looks(29);
      statusOf.mockResolvedValue('processing');
      await looks(1);
    }
    expect(ended).not.toHaveBeenCalled();
    statusOf.mockResolvedValue('removed');
    await looks(1);
    expect(ended).toHaveBeenCalled();
  });

  it('stops with the error once the status could not be read for a minute', async () => {
    const { ended } = begin();
    const error = new Error('no database');
    statusOf.mockRejectedValue(error);
    await looks(30);
    expect(ended).toHaveBeenCalledWith(error);
  });
});
