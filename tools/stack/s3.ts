import { mkdirSync } from 'node:fs';
import { compiled } from './paths.js';
import type { Processes } from './processes.js';
import type { ClockEnvironment } from './shifted-clock.js';

export interface S3Options {
  folder: string;
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  clock?: ClockEnvironment;
}

/** Starts a private S3-compatible store (tools/local-s3); gives its endpoint once it answers. */
export async function startS3(processes: Processes, options: S3Options): Promise<string> {
  mkdirSync(options.folder, { recursive: true });
  const server = processes.start({
    name: 's3',
    serves: true,
    command: process.execPath,
    args: [compiled('tools/local-s3/main')],
    env: {
      NODE_ENV: 'development',
      LOCAL_S3_FOLDER: options.folder,
      LOCAL_S3_PORT: String(options.port),
      LOCAL_S3_ACCESS_KEY_ID: options.accessKeyId,
      LOCAL_S3_SECRET_ACCESS_KEY: options.secretAccessKey,
      ...options.clock,
    },
  });
  const endpoint = `http://127.0.0.1:${options.port}`;
  // Any answer will do: without a signature it is a refusal.
  await processes.ready(server, () => fetch(endpoint).then(() => true));
  return endpoint;
}
