import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CatalogueIngestion, ProductsQueries } from '@moments/catalog';
import { IntegrationsService } from '@moments/identity';
import { newId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import type { IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { until } from '../support/eventually.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { anIntegration, integrationUrl, ndjson, putStream } from '../support/integration.js';

let gateway: TestGateway;
let key: string;
const shop = 'shop-1';

beforeAll(async () => {
  gateway = await startGateway();
  key = (await anIntegration(gateway)).apiKey;
  await put('/sellers', ndjson([{ externalId: shop, name: 'Anna’s shop' }]));
});
afterAll(() => gateway.close());

const put = (path: string, body: Parameters<typeof putStream>[1]['body'], headers = {}) =>
  putStream(integrationUrl(gateway, path), { body, key, headers });
const sku = () => `sku-${newId<'product'>()}`;
const product = (externalId: string, more: object = {}) => ({
  externalId,
  sellerExternalId: shop,
  title: 'Лампа',
  price: { amount: '100.00', currency: 'RUB' },
  ...more,
});
const isThere = async (externalId: string) =>
  (await gateway.app.get(ProductsQueries).byExternalIds([externalId])).has(externalId);
const reasons = ({ told }: Awaited<ReturnType<typeof put>>) =>
  told.map(({ line, field, reason }) => `${line} ${field}: ${reason}`);

describe('who may send the catalogue', () => {
  it.each([
    ['no key', {}, 'key_missing'],
    ['a key that nobody has', { authorization: 'Bearer mik_0_0' }, 'key_wrong'],
    ['something that is no key', { authorization: 'Basic YTpi' }, 'key_wrong'],
  ])('is not who shows %s', async (_, headers, reason) => {
    const answer = await putStream(integrationUrl(gateway, '/products'), { body: '', headers });
    expect(answer).toMatchObject({ status: 401, problem: { type: `urn:moments:problem:${reason}` } });
  });

  it('is not who lacks the scope', async () => {
    const { apiKey } = await anIntegration(gateway, ['deposits:write']);
    const answer = await putStream(integrationUrl(gateway, '/sellers'), { body: '', key: apiKey });
    expect(answer).toMatchObject({ status: 403, problem: { type: 'urn:moments:problem:scope_missing' } });
  });

  it('is no longer who was revoked', async () => {
    const service = gateway.app.get(IntegrationsService);
    const { apiKey } = await service.create({ name: 'short', scopes: ['catalogue:write'] });
    const send = () => putStream(integrationUrl(gateway, '/sellers'), { body: '', key: apiKey });
    expect((await send()).status).toBe(200);
    await service.revoke('short');
    expect((await send()).status).toBe(401);
  });
});

describe('a stream', () => {
  it('goes in as gzip and as it is, and is answered with what became of it', async () => {
    const [one, other] = [sku(), sku()];
    expect(await put('/products', gzipSync(ndjson([product(one)])), { 'content-encoding': 'gzip' })).toEqual({
      status: 200,
      type: 'application/x-ndjson',
      told: [],
      totals: { received: 1, upserted: 1, unchanged: 0, deleted: 0, refused: 0, complete: true },
    });
    const again = await put('/products', ndjson([product(one), product(other), { externalId: one, deleted: true }]));
    expect(again.totals).toMatchObject({ received: 3, unchanged: 1, upserted: 1, deleted: 1 });
    expect(again.told).toEqual([
      { line: 3, externalId: one, warning: 'the same externalId was on line 1; what comes later counts' },
    ]);
  });

  it('with bad lines is told each of them, and the others go in', async () => {
    const fine = sku();
    const attributes = Array.from({ length: 10_001 }, () => ({ name: 'a', value: 'b' }));
    const answer = await put(
      '/products',
      Buffer.concat([
        Buffer.from('{"externalId":"x","title":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(
          `"}\n${ndjson([
            '{"externalId":"x","rating":NaN}',
            product('x', { price: { amount: '-1.00', currency: 'RUB' } }),
            product('x', { price: { amount: 'NaN', currency: 'RUB' } }),
            product('x', { price: { amount: '1.00', currency: 'BTC' } }),
            product('x', { sellerExternalId: 'nobody' }),
            product('x', { attributes }),
            product('x', { attributes: attributes.slice(0, 201) }),
            product(fine),
          ])}`,
        ),
      ]),
    );
    expect(reasons(answer)).toEqual([
      '1 : is not UTF-8',
      '2 : is not JSON',
      '3 price.amount: must not be negative',
      '4 price.amount: is not an amount of this currency: "1234.50"',
      '5 price.currency: is not a supported currency',
      '6 sellerExternalId: is no seller that we know',
      '7 attributes: must be at most 200',
      '8 attributes: must be at most 200',
    ]);
    expect(answer.totals).toMatchObject({ received: 9, upserted: 1, refused: 8, complete: true });
    expect(await isThere(fine)).toBe(true);
  });

  it('with a line of hundreds of megabytes passes it by', async () => {
    const [before, after] = [sku(), sku()];
    const part = Buffer.alloc(1024 * 1024, 'x');
    async function* body() {
      yield Buffer.from(`${JSON.stringify(product(before))}\n"`);
      for (let count = 0; count < 300; count += 1) yield await Promise.resolve(part);
      yield Buffer.from(`"\n${JSON.stringify(product(after))}\n`);
    }
    const answer = await put('/products', body());
    expect(reasons(answer)).toEqual(['2 : is longer than 262144 bytes']);
    expect(answer.totals).toMatchObject({ received: 3, upserted: 2, refused: 1 });
    expect(await isThere(after)).toBe(true);
  });

  it('that is a gzip bomb is given up with what came before it in', async () => {
    const fine = sku();
    const bomb = gzipSync(Buffer.concat([Buffer.from(`${ndjson([product(fine)])}\n`), Buffer.alloc(64 * 1024 * 1024)]));
    const answer = await put('/products', bomb, { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(200);
    expect(answer.totals).toMatchObject({ upserted: 1, complete: false });
    expect(answer.told.at(-1)?.reason).toBe('the gzip unpacks to more than 200 times its size');
    expect(await isThere(fine)).toBe(true);
  });

  it.each([
    ['is cut short', (packed: Buffer) => packed.subarray(0, packed.length - 4)],
    ['is none', () => Buffer.from('{"externalId":"x"}')],
  ])('whose gzip %s says so', async (_, spoil) => {
    const packed = gzipSync(ndjson([product(sku())]));
    const answer = await put('/products', spoil(packed), { 'content-encoding': 'gzip' });
    expect(answer.totals?.complete).toBe(false);
    expect(answer.told.at(-1)?.reason).toBe('the gzip is broken or ends too early');
  });

  it('in another encoding is not read', async () => {
    const answer = await put('/products', '', { 'content-encoding': 'br' });
    expect(answer).toMatchObject({ status: 415, problem: { type: 'urn:moments:problem:encoding_unknown' } });
  });

  it('that stops half-way leaves its whole lines in, and may be sent again from any line', async () => {
    const ids = Array.from({ length: 5 }, sku);
    const lines = ids.map((id) => `${JSON.stringify(product(id))}\n`);
    const taken = jest.spyOn(gateway.app.get(CatalogueIngestion), 'products');
    const { port, hostname } = new URL(gateway.url);
    const socket = createConnection(Number(port), hostname);
    await once(socket, 'connect');
    const sent =
      `PUT /integration/v1/products HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: 100000\r\n\r\n` +
      `${lines.slice(0, 3).join('')}{"externalId":"${ids[3]}","tit`;
    socket.write(sent);
    // What has not been read when its sender goes is not read at all.
    await until(() => {
      const source = taken.mock.calls[0]?.[0].source as IncomingMessage | undefined;
      return source?.socket.bytesRead === Buffer.byteLength(sent) && source.readableLength === 0;
    });
    taken.mockRestore();
    socket.destroy();
    await until(() => isThere(ids[2]!));
    expect(await isThere(ids[3]!)).toBe(false);
    const again = await put('/products', lines.slice(1).join(''));
    expect(again.totals).toMatchObject({ received: 4, unchanged: 2, upserted: 2, refused: 0 });
  });

  it('whose every line is refused gets an answer that needs no memory', async () => {
    const count = 20_000;
    const answer = await put('/products', `{"externalId":"x"}\n${'nonsense\n'.repeat(count)}`);
    expect(answer.told).toHaveLength(count + 1);
    expect(answer.totals).toMatchObject({ received: count + 1, refused: count + 1 });
  });

  it('beyond as many as a gateway takes at once is asked to come later', async () => {
    await gateway.app
      .get(Settings)
      .set('catalog.ingestion', { lineBytes: 262_144, attributes: 200, gzipRatio: 200, streams: 1 }, 'test');
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    async function* slow() {
      yield Buffer.from(`${JSON.stringify(product(sku()))}\n`);
      await gate;
    }
    const taken = jest.spyOn(gateway.app.get(CatalogueIngestion), 'products');
    const first = put('/products', slow());
    // Whoever is taken first has the only place; nobody else asks before.
    while (taken.mock.calls.length === 0) await sleep(5);
    taken.mockRestore();
    const answer = await put('/products', '');
    expect(answer).toMatchObject({ status: 429, problem: { type: 'urn:moments:problem:too_many_streams' } });
    go();
    expect((await first).totals).toMatchObject({ upserted: 1 });
  });
});

describe('the description of the integration API', () => {
  it('is OpenAPI 3.1 with every call and what it needs', async () => {
    const answer = await fetch(integrationUrl(gateway, '/openapi.json'));
    const document = (await answer.json()) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/sellers', '/products', '/deposits']));
    expect(JSON.stringify(document.paths['/products'])).toContain('"oldPrice"');
  });
});
