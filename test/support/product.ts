import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphqlClient } from '../../tools/client/graphql-client.js';
import { type SignedIn, signUp } from '../../tools/client/journey.js';
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
  /** Somebody who has just signed up. */
  aPerson(displayName: string): Promise<SignedIn>;
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
    const client = new GraphqlClient(`${baseUrl}/graphql`);
    return {
      baseUrl,
      folder,
      databaseUrl: env.DATABASE_URL ?? '',
      client,
      aPerson: (displayName) => aPerson(client, displayName),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function aPerson(client: GraphqlClient, displayName: string): Promise<SignedIn> {
  const unique = randomBytes(6).toString('hex');
  return signUp(client, {
    email: `${unique}@example.com`,
    password: randomBytes(12).toString('base64url'),
    handle: `h${unique}`,
    displayName,
    region: 'RU',
  });
}
