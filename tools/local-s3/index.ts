import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sweep } from './sweep.js';
import { createS3Server } from './server.js';
import { Store } from './storage/store.js';

export interface LocalS3Options {
  /** Made when absent; belongs to one process at a time. */
  folder: string;
  /** 0 takes a free one. */
  port: number;
  host?: string;
  accessKeyId: string;
  secretAccessKey: string;
  region?: string;
  /** The clock that signatures and lifecycle rules are judged by. */
  now?: () => Date;
}

export interface LocalS3 {
  /** The endpoint, without a slash at the end. Buckets are addressed by path. */
  url: string;
  /** Applies the lifecycle rules now; it also happens every hour. */
  sweep(): Promise<void>;
  /** Takes no more connections, gives running requests 5 seconds, then lets go of the folder. */
  close(): Promise<void>;
}

const sweepEveryMs = 60 * 60_000;
const graceMs = 5_000;

/** Starts an S3-compatible store on this machine's disk, for local use and tests. Throws when NODE_ENV is production. */
export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('local-s3 is for local use and tests: it does not run in production');
  const { folder, port, host = '127.0.0.1', region = 'us-east-1', now = () => new Date() } = options;
  const store = await Store.open(folder);
  const server = createS3Server({ store, credentials: { ...options, region }, now });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve());
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  const sweepNow = (): Promise<void> => sweep(store, now().getTime());
  const timer = setInterval(() => {
    sweepNow().catch((error: unknown) => console.error('local-s3:', error));
  }, sweepEveryMs).unref();

  const { port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    sweep: sweepNow,
    close: async () => {
      clearInterval(timer);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([closed, sleep(graceMs, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
      await store.close();
    },
  };
}
