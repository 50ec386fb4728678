import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Log, metrics } from '@moments/platform';
import { auditServer } from 'graphql-http';
import { request as rawRequest } from 'node:http';
import { eventually } from '../support/eventually.js';
import { post, startGateway, type TestGateway } from '../support/gateway.js';
import { ProbeModule } from '../support/probe.module.js';

let gateway: TestGateway;
let origin: string;
beforeAll(async () => {
  gateway = await startGateway({ contexts: [ProbeModule] });
  origin = new URL(gateway.url).origin;
});
afterAll(() => gateway.close());

const json = { 'content-type': 'application/json' };
const isJson = (response: Response) => response.headers.get('content-type')?.includes('json') ?? false;

/** Sends the path exactly as it is written; `fetch` would tidy it up. */
const sendRaw = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
  new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const request = rawRequest(origin, { method, path, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });

describe('GraphQL over HTTP', () => {
  it('passes every audit of graphql-http that is a MUST, and every SHOULD but the known ones', async () => {
    const results = await auditServer({ url: gateway.url, fetchFn: fetch });
    const failed = results.filter(({ status }) => status !== 'ok').map(({ name, status }) => `${status}: ${name}`);
    expect(failed.filter((line) => line.startsWith('error') && line.includes('MUST'))).toEqual([]);
    expect(failed).toMatchInlineSnapshot(`
      [
        "notice: MAY accept application/x-www-form-urlencoded formatted GET requests",
        "notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json",
        "notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json",
        "warn: SHOULD use 200 status code on document parsing failure when accepting application/json",
        "warn: SHOULD use 200 status code on document validation failure when accepting application/json",
        "warn: SHOULD use a status code of 200 on variable coercion failure when accepting application/json",
      ]
    `);
    expect(results.length).toBeGreaterThan(50);
  });
});

describe('requests of strange forms', () => {
  it.each([
    '/graphql/',
    '/graphql//',
    '//graphql',
    '/GRAPHQL',
    '/graphql%2f',
    '/graphql;x=1',
    '/./graphql',
    '/graphql/../graphql',
  ])('are not served under %s, or as on the path itself', async (path) => {
    const body = JSON.stringify({ query: '{ probeSignedIn }' });
    const { status, type, text } = await sendRaw('POST', path, { ...json, 'content-length': `${body.length}` }, body);
    expect(type).toMatch(/json/);
    if (status === 200) expect(text).toContain('UNAUTHENTICATED');
    else expect([400, 404]).toContain(status);
  });

  it('are served under an encoded path exactly as under the plain one', async () => {
    const body = JSON.stringify({ query: '{ probeSignedIn }' });
    const headers = { ...json, authorization: 'Bearer nonsense', 'content-length': `${body.length}` };
    expect((await sendRaw('POST', '/%67raphql', headers, body)).status).toBe(401);
  });

  it('are given up when they take longer than 30 s to come in', () => {
    expect(gateway.app.getHttpServer().requestTimeout).toBe(30_000);
  });

  it('by HEAD run nothing', async () => {
    const { status } = await sendRaw('HEAD', `/graphql?query=${encodeURIComponent('{ probeBroken }')}`);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('by GET need a header that a foreign page cannot send, and never run mutations', async () => {
    const ask = (document: string, headers: Record<string, string>) =>
      fetch(`${gateway.url}?query=${encodeURIComponent(document)}`, { headers });
    expect((await ask('{ __typename }', {})).status).toBe(400);
    expect((await ask('{ __typename }', { 'apollo-require-preflight': '1' })).status).toBe(200);
    const mutation = 'mutation { probeWrite(input: { text: "a" }) { probe { text } } }';
    expect((await ask(mutation, { 'apollo-require-preflight': '1' })).status).toBe(405);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
  ])('with a body of type %s are refused', async (type) => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect([400, 415]).toContain(response.status);
    expect(isJson(response)).toBe(true);
  });

  it.each([
    ['no JSON', '{"query":'],
    ['a string', '"{ __typename }"'],
    ['null', 'null'],
    ['nothing', ''],
    ['an empty object', '{}'],
    ['an empty list', '[]'],
    ['a query that is an object', '{"query":{"kind":"Document"}}'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[]}'],
    ['variables that are a string', '{"query":"{ __typename }","variables":"{}"}'],
    ['an operation name that is a number', '{"query":"{ __typename }","operationName":1}'],
    ['a prototype', '{"query":"{ __typename }","__proto__":{"x":1}}'],
    ['a prototype in variables', '{"query":"{ __typename }","variables":{"__proto__":{"x":1}}}'],
    ['a constructor in variables', '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"x":1}}}}'],
  ])('with a body of %s are a 400 in JSON', async (_title, body) => {
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body });
    expect(response.status).toBe(400);
    expect(isJson(response)).toBe(true);
    expect(await response.text()).not.toMatch(/at .*\.(js|ts):\d+/);
  });

  it('are a 413 in JSON when the body is too big', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(300 * 1024) } });
    const response = await fetch(gateway.url, { method: 'POST', headers: json, body });
    expect(response.status).toBe(413);
    expect(isJson(response)).toBe(true);
  });

  it.each([[{ $ne: '' }], [['a', 'b']], [true], [1.5]])('with %j where an id is expected are refused', async (id) => {
    const answer = await gateway.query('query ($id: ID!) { probeById(id: $id) { text } }', { id });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each([
    '__proto__',
    'constructor',
    "mom_' or 1=1 --",
    'mom_00000000000000000000000000000000',
    '%00',
    '',
    'x'.repeat(10_000),
  ])('for the id %.20s find nothing', async (id) => {
    const { status, data } = await gateway.query('query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', {
      id,
    });
    expect(status).toBe(200);
    expect(data).toEqual({ node: null, nodes: [null] });
  });

  it('with SQL in their headers are answered as if it were nonsense', async () => {
    const evil = `en'; drop table accounts; --`;
    const { data } = await gateway.query<{ probeViewer: string }>(
      '{ probeViewer }',
      {},
      {
        headers: { 'accept-language': evil, 'x-region': evil, 'user-agent': evil, 'x-request-id': evil },
      },
    );
    expect(JSON.parse(data!.probeViewer)).toMatchObject({ locale: 'en', region: 'RU', roles: ['VIEWER'] });
    const named = await gateway.query<{ probeViewer: string }>(
      '{ probeViewer }',
      {},
      {
        headers: { 'accept-language': 'tr;q=0.9, ru', 'x-region': 'tr' },
      },
    );
    expect(JSON.parse(named.data!.probeViewer)).toMatchObject({ locale: 'ru', region: 'TR' });
  });
});

describe('every answer', () => {
  it('carries a request id of ours; a client’s own is not believed', async () => {
    const { data, headers } = await gateway.query<{ probeViewer: string }>(
      '{ probeViewer }',
      {},
      {
        headers: { 'x-request-id': 'made-up-by-a-client' },
      },
    );
    const id = headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(data!.probeViewer)).toMatchObject({ requestId: id });
  });

  it('may be read by pages of other origins, which are told so before they ask', async () => {
    const preflight = await fetch(gateway.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://market.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://market.example');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await post(
      gateway.url,
      { query: '{ __typename }' },
      { headers: { origin: 'https://market.example' } },
    );
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
  });

  it('leaves one line in the log, without variables or anything personal', async () => {
    const logged = jest.spyOn(gateway.app.get(Log), 'log');
    await gateway.query('query Mine($text: String) { probe(text: $text) { text } }', { text: 'ada@example.com' });
    // It is written when the answer is out; so may be that of the request before.
    const lines = await eventually(() => {
      const found = logged.mock.calls.filter(
        ([line, message]) => message === 'request' && (line as { operation?: string }).operation === 'Mine',
      );
      return Promise.resolve(found.length > 0 ? found : undefined);
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toEqual({
      requestId: expect.any(String),
      method: 'POST',
      route: '/graphql',
      status: 200,
      durationMs: expect.any(Number),
      operation: 'Mine',
      code: undefined,
      cost: 1,
    });
    expect(JSON.stringify(logged.mock.calls)).not.toMatch(/ada@|127\.0\.0\.1/);
    logged.mockRestore();
  });

  it('is counted under its root field, so that names made up by clients do not fill the metrics', async () => {
    for (const name of ['Made', 'Up', 'Names']) await gateway.query(`query ${name} { probe { text } }`);
    await gateway.query('{ nonsense }');
    const text = await metrics.getSingleMetricAsString('moments_graphql_operation_seconds');
    expect(text).toContain('operation="Query.probe"');
    expect(text).toContain('code="GRAPHQL_VALIDATION_FAILED"');
    expect(text).not.toMatch(/Made|Names|nonsense/);
    expect(await (await fetch(`${origin}/metrics`)).text()).toContain('moments_nodejs_eventloop_lag_seconds');
  });
});
