import { IntegrationsService } from '@moments/identity';
import type { Totals } from '@moments/catalog';
import { randomUUID } from 'node:crypto';
import type { TestGateway } from './gateway.js';

/** A line of an answer that is not the totals. */
interface ToldLine {
  line: number;
  externalId?: string;
  field?: string;
  reason?: string;
  warning?: string;
}

export interface StreamAnswer {
  status: number;
  type: string;
  /** By line. */
  told: ToldLine[];
  totals?: Totals;
  problem?: { type: string; detail: string };
}

export interface StreamBody {
  body: string | Buffer | AsyncIterable<Buffer>;
  key?: string;
  headers?: Readonly<Record<string, string>>;
}

/** A new integration that may do this; its key and signing secret. */
export const anIntegration = ({ app }: TestGateway, scopes: readonly string[] = ['catalogue:write']) =>
  app.get(IntegrationsService).create({ name: `test-${randomUUID()}`, scopes });

/** `http://127.0.0.1:<port>/integration/v1<path>` */
export const integrationUrl = ({ url }: TestGateway, path: string): string =>
  url.replace('/graphql', `/integration/v1${path}`);

/** PUTs a stream of NDJSON and reads the answer. */
export async function putStream(url: string, { body, key, headers }: StreamBody): Promise<StreamAnswer> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/x-ndjson',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : body,
    // What fetch asks of whoever sends a stream.
    duplex: 'half',
  } as RequestInit);
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  if (!type.includes('ndjson')) {
    return { status: response.status, type, told: [], problem: JSON.parse(text) as StreamAnswer['problem'] };
  }
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ToldLine & { totals?: Totals });
  const told = lines.slice(0, -1).sort((a, b) => a.line - b.line);
  return { status: response.status, type, told, totals: lines.at(-1)?.totals };
}

/** Records as a stream holds them. */
export const ndjson = (records: readonly (object | string)[]): string =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');
