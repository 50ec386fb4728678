import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { eventually } from '../support/eventually.js';
import { gatewayOn, post, type TestGateway } from '../support/gateway.js';
import { createTestEnvironment } from '../support/stack.js';
import { unavailableTexts } from '../support/unavailable.js';
import { Way } from '../support/way.js';

let gateway: TestGateway;
let way: Way;
let drop: () => Promise<void>;
beforeAll(async () => {
  const environment = await createTestEnvironment();
  way = new Way(new URL(environment.env.REDIS_URL!));
  gateway = await gatewayOn({ ...environment.env, REDIS_URL: await way.up() });
  drop = environment.drop;
});
afterAll(async () => {
  await gateway.close();
  await way.down();
  await drop();
});

const document = '{ me { id } }';
const hash = createHash('sha256').update(document).digest('hex');
const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };

describe('while Redis is away', () => {
  beforeAll(() => way.down());
  afterAll(() => way.up());

  it.each(unavailableTexts)(
    'an operation is refused for now, in %s, and told when to come again',
    async (language, message) => {
      const answer = await gateway.query(document, {}, { headers: { 'accept-language': language } });
      expect(answer).toMatchObject({
        status: 503,
        errors: [{ message, extensions: { code: 'UNAVAILABLE', reason: 'unavailable', retryAfter: 5 } }],
      });
      expect(answer.headers.get('retry-after')).toBe('5');
    },
  );

  it('a document that is wrong, and a token that is, are told of as ever', async () => {
    expect(await gateway.query('{ nonsense }')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(await gateway.query(document, {}, { token: 'nonsense' })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('a document that is known by its hash alone is asked for, and then refused for now', async () => {
    expect(await post(gateway.url, { extensions })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await post(gateway.url, { query: document, extensions })).toMatchObject({ status: 503 });
  });

  it('a link to a moment is refused for now', async () => {
    const response = await fetch(new URL('/m/mom_x', gateway.url));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });
});

describe('once Redis is back', () => {
  it('operations are answered again, within seconds', async () => {
    const answer = await eventually(async () => {
      const found = await gateway.query(document);
      return found.status === 503 ? undefined : found;
    });
    expect(answer).toMatchObject({ status: 200, data: { me: null } });
  });
});
