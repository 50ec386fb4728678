import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegisteredDocuments } from '../../apps/gateway/src/graphql/documents/registered-documents.js';
import { post, startGateway, type TestGateway } from '../support/gateway.js';
import { ProbeModule } from '../support/probe.module.js';

const document = '{ probe(text: "registered") { text } }';
const hash = createHash('sha256').update(document).digest('hex');

let folder: string;
let gateway: TestGateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registered-'));
  const file = join(folder, 'documents.json');
  await writeFile(file, JSON.stringify({ [hash]: document }));
  const env = { GRAPHQL_REGISTERED_DOCUMENTS: file, GRAPHQL_EXPLORER: 'false' };
  gateway = await startGateway({ contexts: [ProbeModule], env });
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

describe('a gateway of registered documents only', () => {
  it('answers a registered document, by its hash or by its text', async () => {
    const data = { probe: { text: 'registered' } };
    const persistedQuery = { version: 1, sha256Hash: hash };
    expect(await post(gateway.url, { extensions: { persistedQuery } })).toMatchObject({ data });
    expect(await post(gateway.url, { query: document })).toMatchObject({ data });
  });

  it('refuses any other, and does not learn it either', async () => {
    const other = '{ probe(text: "other") { text } }';
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(other).digest('hex') };
    const refused = { status: 400, errors: [{ extensions: { code: 'DOCUMENT_NOT_REGISTERED' } }] };
    expect(await post(gateway.url, { query: other })).toMatchObject(refused);
    expect(await post(gateway.url, { query: other, extensions: { persistedQuery } })).toMatchObject(refused);
    expect(
      await fetch(`${gateway.url}?query=${encodeURIComponent(other)}`, {
        headers: { 'apollo-require-preflight': '1' },
      }),
    ).toMatchObject({ status: 400 });
    expect(await post(gateway.url, { extensions: { persistedQuery } })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });

  it('refuses it over a socket, too', async () => {
    const socket = gateway.socket();
    const asked = socket.iterate({ query: '{ probe(text: "other") { text } }' }).next();
    await expect(asked).rejects.toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_REGISTERED' } }]);
    await socket.dispose();
  });

  it('does not start on a list whose hashes are wrong', async () => {
    const file = join(folder, 'wrong.json');
    await writeFile(file, JSON.stringify({ [hash]: '{ somethingElse }' }));
    expect(() => readRegisteredDocuments(file)).toThrow(/is not the SHA-256/);
  });
});

describe('a gateway with its explorer off', () => {
  it('does not show its schema, over HTTP or a socket, and suggests no names', async () => {
    const env = { NODE_ENV: 'production', PUBLIC_URL: 'https://moments.example' };
    const closed = await startGateway({ contexts: [ProbeModule], env });
    const introspection = '{ __schema { types { name } } }';
    expect(await closed.query(introspection)).toMatchObject({ status: 400 });
    expect((await closed.query(introspection)).data).toBeUndefined();
    const socket = closed.socket();
    const refused = (query: string) =>
      socket
        .iterate({ query })
        .next()
        .then(() => 'answered', JSON.stringify);
    expect(await refused(introspection)).toContain('introspection has been disabled');
    expect(await refused('{ prob { text } }')).toContain('Cannot query field');
    expect(await refused('{ prob { text } }')).not.toContain('Did you mean');
    await socket.dispose();
    expect(JSON.stringify((await closed.query('{ prob { text } }')).errors)).not.toContain('Did you mean');
    const page = await fetch(closed.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(400);
    expect(page.headers.get('content-type')).toMatch(/json/);
    await closed.close();
  });
});
