import type { AssetId } from '@moments/kernel';
import type { AssetLifecycle } from './asset-lifecycle.js';

const lookEveryMs = 2_000;

/** Nobody waits for the asset any more: it was removed, or another attempt has finished it. */
export class AssetUnwanted extends Error {
  constructor() {
    super('the asset is not wanted any more');
    this.name = 'AssetUnwanted';
  }
}

/** Runs `work` with a signal that aborts, as `AssetUnwanted`, soon after its asset is no longer to be made. */
export async function whileWanted<Result>(
  lifecycle: AssetLifecycle,
  assetId: AssetId,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const wanted = new AbortController();
  const look = async () => {
    if ((await lifecycle.statusOf(assetId)) !== 'processing') wanted.abort(new AssetUnwanted());
  };
  const timer = setInterval(() => void look().catch((error: unknown) => wanted.abort(error)), lookEveryMs);
  try {
    return await work(wanted.signal);
  } catch (error) {
    // Whatever a stopped tool or stream says of itself, this is why it was stopped.
    throw wanted.signal.aborted ? wanted.signal.reason : error;
  } finally {
    clearInterval(timer);
  }
}
