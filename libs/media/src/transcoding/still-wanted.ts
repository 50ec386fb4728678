import type { AssetId } from '@moments/kernel';
import type { Log } from '@moments/platform';
import type { AssetLifecycle } from './asset-lifecycle.js';

const lookEveryMs = 2_000;
// A minute: work of many minutes is not thrown away because the database was restarted.
const failedLooksAllowed = 30;

/** Nobody waits for the asset any more: it was removed, or another attempt has finished it. */
export class AssetUnwanted extends Error {
  constructor() {
    super('the asset is not wanted any more');
    this.name = 'AssetUnwanted';
  }
}

/**
 * Runs `work` with a signal that aborts, as `AssetUnwanted`, soon after its asset is no longer to be made; also when that
 * could not be told for a minute, with the error of the last look.
 */
export async function whileWanted<Result>(
  { lifecycle, log }: { lifecycle: Pick<AssetLifecycle, 'statusOf'>; log: Pick<Log, 'warn'> },
  assetId: AssetId,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const wanted = new AbortController();
  let failedLooks = 0;
  const look = async () => {
    try {
      if ((await lifecycle.statusOf(assetId)) !== 'processing') wanted.abort(new AssetUnwanted());
      failedLooks = 0;
    } catch (error) {
      failedLooks += 1;
      log.warn({ assetId, failedLooks, err: error }, 'could not tell whether an asset is still wanted');
      if (failedLooks >= failedLooksAllowed) wanted.abort(error);
    }
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  try {
    return await work(wanted.signal);
  } catch (error) {
    // Whatever a stopped tool or stream says of itself, this is why it was stopped.
    throw wanted.signal.aborted ? wanted.signal.reason : error;
  } finally {
    clearInterval(timer);
  }
}
