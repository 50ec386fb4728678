import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Feature } from '@moments/identity';
import { Database } from '@moments/platform';
import { openFeature } from '@moments/testing/identity';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { contextModules } from '../../apps/gateway/src/app.module.js';
import { readConfig } from '../../apps/gateway/src/config.js';
import { createGateway } from '../../apps/gateway/src/create-gateway.js';
import { createTestEnvironment } from './stack.js';

export interface GraphqlAnswer<Data> {
  status: number;
  headers: Headers;
  data?: Data | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions?: { code?: string; reason?: string; errorId?: string };
  }[];
  extensions?: { cost?: CostReport };
}

interface CostReport {
  requested: number;
  throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
}

export interface Asking {
  token?: string;
  headers?: Readonly<Record<string, string>>;
}

type Variables = Readonly<Record<string, unknown>>;

export interface TestGateway {
  app: NestFastifyApplication;
  /** For what a test puts there past every rule. */
  database: Database;
  /** The endpoint, `http://127.0.0.1:<port>/graphql`. */
  url: string;
  wsUrl: string;
  /** POSTs a document; never throws for what the gateway answers. */
  query<Data = Record<string, unknown>>(
    document: string,
    variables?: Variables,
    asking?: Asking,
  ): Promise<GraphqlAnswer<Data>>;
  /** A graphql-ws client that doesn't come back by itself; `dispose` it. */
  socket(options?: { token?: string }): Client;
  close(): Promise<void>;
}

export interface GatewayOverrides {
  /** Variables of the gateway's config.ts over those of the test stack. */
  env?: Readonly<Record<string, string>>;
  /** Modules of resolvers beside the product's own. */
  contexts?: readonly Type[];
  /** Features that are open to everybody from the beginning. */
  open?: readonly Feature[];
}

// Any 32 bytes: a test's tokens are nobody else's.
const signingSeed = createHash('sha256').update('tests').digest('base64');

/** Secrets that processes of one installation share. */
export const testSecrets = {
  AUTH_SIGNING_SEED: signingSeed,
  PLAYBACK_TOKEN_SECRET: signingSeed,
  VIEWER_FINGERPRINT_SECRET: signingSeed,
  CLICK_SIGNING_SECRET: signingSeed,
  SEAL_KEY: signingSeed,
  // Nobody answers there: whoever needs the tax service starts its stand-in.
  TAX_SERVICE_URL: 'http://127.0.0.1:9/',
};

/** A real gateway on a free port, on a database, key prefix and buckets of this test file's own. */
export async function startGateway(overrides: GatewayOverrides = {}): Promise<TestGateway> {
  const { env, drop } = await createTestEnvironment();
  const gateway = await gatewayOn(env, overrides);
  return {
    ...gateway,
    close: async () => {
      await gateway.close();
      await drop();
    },
  };
}

/** A real gateway on a free port of an environment that there is already; closing it leaves the environment. */
export async function gatewayOn(
  env: Readonly<Record<string, string>>,
  overrides: GatewayOverrides = {},
): Promise<TestGateway> {
  const config = readConfig({
    ...testSecrets,
    ...env,
    ...overrides.env,
  });
  const app = await createGateway(config, [...contextModules, ...(overrides.contexts ?? [])]);
  await app.listen(0, '127.0.0.1');
  const database = app.get(Database);
  for (const feature of overrides.open ?? []) await openFeature({ database }, feature);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql`;
  const wsUrl = `ws://127.0.0.1:${port}/graphql`;
  return {
    app,
    database,
    url,
    wsUrl,
    query: (document, variables, asking) => post(url, { query: document, variables }, asking),
    socket: ({ token } = {}) =>
      createClient({
        url: wsUrl,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        ...(token ? { connectionParams: { authorization: `Bearer ${token}` } } : {}),
      }),
    close: () => app.close(),
  };
}

/** POSTs any body as JSON and reads the answer, which must be JSON. */
export async function post<Data>(url: string, body: unknown, asking: Asking = {}): Promise<GraphqlAnswer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(asking.token ? { authorization: `Bearer ${asking.token}` } : {}),
      ...asking.headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as Omit<GraphqlAnswer<Data>, 'status' | 'headers'>;
  return { ...answer, status: response.status, headers: response.headers };
}

/** The code and reason that a raw WebSocket is closed with. */
export async function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: reason.toString() };
}
