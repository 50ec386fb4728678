import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { costSetting, Redis, Settings } from '@moments/platform';
import { createHash } from 'node:crypto';
import {
  maxDocumentLength,
  maxDocumentTokens,
  maxRepeats,
  shapeLimits,
} from '../../apps/gateway/src/graphql/limits/shape-limits.rule.js';
import { post, startGateway, type TestGateway } from '../support/gateway.js';
import { ProbeModule } from '../support/probe.module.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ contexts: [ProbeModule], env: { TRUSTED_PROXIES: '1' } });
});
afterAll(() => gateway.close());

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const nested = (depth: number): string => (depth <= 2 ? '{ text }' : `{ inner ${nested(depth - 1)} }`);
const outcome = async (document: string, variables?: Record<string, unknown>) => {
  const { status, errors } = await gateway.query(document, variables);
  const [error] = errors ?? [];
  return error ? { status, code: error.extensions?.code, reason: error.extensions?.reason } : { status };
};
const refusedAs = (reason: string) => ({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED', reason });

/** Sets the buckets; full ones, because each test asks from an address of its own. */
const budget = (change: Partial<typeof costSetting.fallback>) =>
  gateway.app.get(Settings).set(costSetting.name, { ...costSetting.fallback, ...change }, 'a test');

let addresses = 0;
const newAddress = (): string => `198.51.100.${(addresses += 1)}`;

/** Asks from one address, as the proxy tells it. */
const askerAt =
  (address: string, forged = '') =>
  (document: string, variables: Record<string, unknown> = {}, token?: string) =>
    gateway.query(document, variables, { token, headers: { 'x-forwarded-for': `${forged}${address}` } });

describe('limits on what may be asked', () => {
  it('lets a document through at the limit and refuses it one above', async () => {
    expect(await outcome(`{ probe ${nested(shapeLimits.depth)} }`)).toEqual({ status: 200 });
    expect(await outcome(`{ probe ${nested(shapeLimits.depth + 1)} }`)).toEqual(refusedAs('too_many_depth'));

    const aliases = (count: number) => `{ probe { ${times(count, (i) => `a${i}: text`)} } }`;
    expect(await outcome(aliases(shapeLimits.aliases))).toEqual({ status: 200 });
    expect(await outcome(aliases(shapeLimits.aliases + 1))).toEqual(refusedAs('too_many_aliases'));

    const rootFields = (count: number) => `{ ${times(count, (i) => `a${i}: probe { text }`)} }`;
    expect(await outcome(rootFields(shapeLimits.rootFields))).toEqual({ status: 200 });
    expect(await outcome(rootFields(shapeLimits.rootFields + 1))).toEqual(refusedAs('too_many_rootFields'));
  });

  it('compares no document in which the same is selected too often, and charges for it', async () => {
    const read = (count: number) => `{ probe { ${times(count, () => 'inner { text }')} } }`;
    expect(await outcome(read(maxRepeats))).toEqual({ status: 200 });
    expect(await outcome(read(maxRepeats + 1))).toEqual(refusedAs('too_many_repeats'));
    const beside = await gateway.query(`{ nonsense probe { ${times(maxRepeats + 1, () => 'inner { text }')} } }`);
    expect(beside.errors).toHaveLength(1);
    expect(beside.extensions?.cost?.requested).toBe(costSetting.fallback.rejected);
  });

  it('cannot be walked around by fragments', async () => {
    const fragment = `fragment F on Probe { ${times(11, (i) => `a${i}: text`)} }`;
    const document = `{ probe { inner { ...F } many { ...F inner { ...F } } } } ${fragment}`;
    expect(await outcome(document)).toEqual(refusedAs('too_many_aliases'));
    const circle = '{ probe { ...A } } fragment A on Probe { inner { ...B } } fragment B on Probe { inner { ...A } }';
    expect(await outcome(circle)).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it('cannot be walked around by sending many operations in one request', async () => {
    const body = [{ query: '{ __typename }' }, { query: '{ __typename }' }];
    expect(await post(gateway.url, body)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it('stops parsing at the last token, and does not begin to parse a text that is too long', async () => {
    expect(await outcome(`{ ${times(maxDocumentTokens, () => 'a')} }`)).toMatchObject({
      code: 'GRAPHQL_PARSE_FAILED',
    });
    expect(await outcome(`{ __typename } #${'x'.repeat(maxDocumentLength - 16)}`)).toEqual({ status: 200 });
    expect(await outcome(`{ __typename } #${'x'.repeat(maxDocumentLength - 15)}`)).toMatchObject({
      status: 400,
      code: 'DOCUMENT_TOO_LONG',
    });
  });

  it('answers the widest document that passes them, and refuses a pyramid of 2^60 fields without writing it out', async () => {
    const wide = times(maxRepeats, () => `inner ${nested(shapeLimits.depth - 2)}`);
    const pyramid = times(60, (i) => `fragment F${i} on Probe { inner { ...F${i + 1} } many { ...F${i + 1} } }`);
    expect(await outcome(`{ probe { ${wide} } }`)).toEqual({ status: 200 });
    expect(await outcome(`{ probe { ...F0 } } ${pyramid} fragment F60 on Probe { text }`)).toMatchObject({
      status: 400,
    });
  });
});

describe('the cost of operations', () => {
  let ask: ReturnType<typeof askerAt>;
  beforeEach(() => {
    ask = askerAt(newAddress());
  });
  afterAll(() => budget({}));

  it('is told with every answer, as are what is left and how fast it comes back', async () => {
    // So slowly that nothing comes back while this runs.
    await budget({ address: { capacity: 5_000, restoredPerSecond: 0.001 } });
    const first = await ask('query ($n: Int!) { probes(first: $n) { text inner { text } } }', { n: 20 });
    expect(first.extensions?.cost).toEqual({
      requested: 40,
      throttleStatus: { maximumAvailable: 5_000, currentlyAvailable: 4_960, restoreRate: 0.001 },
    });
    const second = await ask('{ probe { text } }');
    expect(second.extensions?.cost?.throttleStatus.currentlyAvailable).toBe(4_959);
  });

  it('may be as high as the setting says for one operation, and no higher, whatever the variables', async () => {
    await budget({ perOperation: 40 });
    const document = 'query ($n: Int!) { probes(first: $n) { text inner { text } } }';
    expect((await ask(document, { n: 20 })).status).toBe(200);
    expect(await ask(document, { n: 21 })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED', reason: 'cost_too_high' } }],
    });
  });

  it('is refused with 429 and a time to wait when the bucket does not hold it; what fits still passes', async () => {
    await budget({ perOperation: 60, address: { capacity: 60, restoredPerSecond: 0.1 } });
    const document = '{ probes(first: 20) { text inner { text } } }';
    expect((await ask(document)).status).toBe(200);
    const refused = await ask(document);
    expect(refused).toMatchObject({
      status: 429,
      errors: [{ extensions: { code: 'RATE_LIMITED', reason: 'rate_limited', retryAfter: expect.any(Number) } }],
    });
    expect(refused.data).toBeUndefined();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(30);
    expect(refused.extensions?.cost?.requested).toBe(40);
    expect((await ask('{ probe { text } }')).status).toBe(200);
  });

  it('comes back with time', async () => {
    await budget({ perOperation: 40, address: { capacity: 40, restoredPerSecond: 1_000 } });
    const document = '{ probes(first: 20) { text inner { text } } }';
    expect((await ask(document)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect((await ask(document)).status).toBe(200);
  });

  it('is asked for documents, tokens and operation names that are wrong, too, until nothing is parsed any more', async () => {
    await budget({ perOperation: 60, rejected: 20, address: { capacity: 60, restoredPerSecond: 0.1 } });
    expect((await ask('{ nonsense }')).extensions?.cost?.requested).toBe(20);
    expect((await ask('{ probe {')).extensions?.cost?.requested).toBe(20);
    expect((await ask('{ __typename }', {}, 'nonsense')).status).toBe(401);
    expect(await ask('{ nonsense }')).toMatchObject({
      status: 429,
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
  });

  it('is the address’s own: what a client writes into a header cannot make it look like many', async () => {
    await budget({ address: { capacity: 5_000, restoredPerSecond: 0.001 } });
    const address = newAddress();
    await askerAt(address, '203.0.113.1, ')('{ probe { text } }');
    const second = await askerAt(address, '203.0.113.2, ')('{ probe { text } }');
    expect(second.extensions?.cost?.throttleStatus.currentlyAvailable).toBe(4_998);
  });
});

describe('persisted documents', () => {
  const document = '{ probe(text: "persisted") { text } }';
  const hash = createHash('sha256').update(document).digest('hex');
  const persistedQuery = { version: 1, sha256Hash: hash };

  it('are asked for by their hash once they have been sent', async () => {
    expect(await post(gateway.url, { extensions: { persistedQuery } })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect((await post(gateway.url, { query: document, extensions: { persistedQuery } })).status).toBe(200);
    expect(await post(gateway.url, { extensions: { persistedQuery } })).toMatchObject({
      data: { probe: { text: 'persisted' } },
    });
    const redis = gateway.app.get(Redis);
    expect(await redis.client.get(redis.key(`apq:${hash}`))).toBe(document);
  });

  it('are kept for minutes when they were only sent, and for weeks once somebody has used them', async () => {
    const redis = gateway.app.get(Redis);
    const text = '{ probe(text: "used") { text } }';
    const used = { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') };
    await post(gateway.url, { query: text, extensions: { persistedQuery: used } });
    expect(await redis.client.ttl(redis.key(`apq:${used.sha256Hash}`))).toBeLessThanOrEqual(120);
    await post(gateway.url, { extensions: { persistedQuery: used } });
    expect(await redis.client.ttl(redis.key(`apq:${used.sha256Hash}`))).toBeGreaterThan(86_400);
  });

  it('are not stored for everybody when they are padded to the length of no app’s document', async () => {
    const redis = gateway.app.get(Redis);
    const text = `{ probe(text: "long") { text } }${' '.repeat(8_192)}`;
    const long = { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') };
    const sent = await post(gateway.url, { query: text, extensions: { persistedQuery: long } });
    expect(sent).toMatchObject({ status: 200, data: { probe: { text: 'long' } } });
    expect(await redis.client.exists(redis.key(`apq:${long.sha256Hash}`))).toBe(0);
  });

  it('are not taken under another’s hash', async () => {
    const answer = await post(gateway.url, { query: '{ __typename }', extensions: { persistedQuery } });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});
