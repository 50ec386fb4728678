import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphqlClient } from '../../tools/client/graphql-client.js';
import { startApps } from '../../tools/stack/apps.js';
import { freePorts } from '../../tools/stack/ports.js';
import { Processes } from '../../tools/stack/processes.js';
import { createTestEnvironment } from './stack.js';

export interface TestProduct {
  /** `http://127.0.0.1:<port>`, the gateway's. */
  baseUrl: string;
  client: GraphqlClient;
  /** For what a test puts there past every rule. */
  databaseUrl: string;
  /** For files that the test makes; removed in the end. */
  folder: string;
  close(): Promise<void>;
}

const secret = Buffer.alloc(32, 'tests').toString('base64');

/** The whole product as built — gateway, worker and transcoder as processes — on a stack of this test file's own. */
export async function startProduct(): Promise<TestProduct> {
  const [{ env, drop }, folder] = await Promise.all([
    createTestEnvironment(),
    mkdtemp(join(tmpdir(), 'moments-product-')),
  ]);
  const processes = new Processes(join(folder, 'logs'));
  const close = async (): Promise<void> => {
    await processes.stopAll();
    await drop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [port = 0] = await freePorts(1);
    const { baseUrl } = await startApps(processes, {
      environment: {
        ...env,
        LOG_LEVEL: 'warn',
        AUTH_SIGNING_SEED: secret,
        PLAYBACK_TOKEN_SECRET: secret,
        VIEWER_FINGERPRINT_SECRET: secret,
        CLICK_SIGNING_SECRET: secret,
        SEAL_KEY: secret,
      },
      host: '127.0.0.1',
      port: { wanted: port, required: false },
    });
    return {
      baseUrl,
      folder,
      databaseUrl: env.DATABASE_URL ?? '',
      client: new GraphqlClient(`${baseUrl}/graphql`),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
