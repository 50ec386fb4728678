import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { Log } from '@moments/platform';
import { once } from 'node:events';
import { type ClientRequest, createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { deliver } from '../support/webhook.js';
import { gatewayOn, type TestGateway } from '../support/gateway.js';
import { anIntegration, integrationUrl } from '../support/integration.js';
import { aPerson, type Person } from '../support/person.js';
import { createTestEnvironment } from '../support/stack.js';
import { unavailableTexts } from '../support/unavailable.js';
import { Way } from '../support/way.js';

let gateway: TestGateway;
let way: Way;
/** A store that says that it cannot now. */
let store: Server;
let ada: Person;
let ben: Person;
let integration: { apiKey: string; signingSecret: string };
let drop: () => Promise<void>;

beforeAll(async () => {
  const environment = await createTestEnvironment();
  way = new Way(new URL(environment.env.DATABASE_URL!));
  store = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1');
  await once(store, 'listening');
  const S3_ENDPOINT = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
  gateway = await gatewayOn({ ...environment.env, S3_ENDPOINT, DATABASE_URL: await way.up() });
  drop = environment.drop;
  [ada, ben] = [await aPerson(gateway), await aPerson(gateway)];
  integration = await anIntegration(gateway, ['catalogue:write', 'deposits:write']);
});
afterAll(async () => {
  await gateway.close();
  await way.down();
  store.close();
  await drop();
});

const momentId = toGlobalId('moment', newId<'moment'>());
const refused = { extensions: { code: 'UNAVAILABLE', reason: 'unavailable', retryAfter: 5 } };
const feed = '{ feed { edges { node { id } } } }';

describe('while the store is away', () => {
  it('an upload that cannot be begun is refused for now', async () => {
    const input = { purpose: 'VIDEO', fileName: 'a.mp4', contentType: 'video/mp4', byteSize: 64, idempotencyKey: 'k' };
    const document = 'mutation ($input: StartUploadInput!) { startUpload(input: $input) { upload { id } } }';
    const answer = await gateway.query(document, { input }, ada);
    expect(answer).toMatchObject({ status: 200, data: null, errors: [refused] });
  });
});

describe('while PostgreSQL is away', () => {
  beforeAll(() => way.down());
  afterAll(() => way.up());

  it.each(unavailableTexts)(
    'what needs it is refused for now, in %s, and told when to come again',
    async (language, message) => {
      const answer = await gateway.query(feed, {}, { headers: { 'accept-language': language } });
      expect(answer).toMatchObject({ status: 200, data: null, errors: [{ message, ...refused }] });
    },
  );

  it('what can be told is told, and of the rest that it is refused for now', async () => {
    const answer = await gateway.query(`{ __typename node(id: "${momentId}") { id } }`);
    expect(answer).toMatchObject({ status: 200, data: { __typename: 'Query', node: null }, errors: [refused] });
  });

  it('whoever is signed in and was not seen lately is refused for now, and not asked to sign in', async () => {
    const answer = await gateway.query('{ __typename }', {}, ben);
    expect(answer).toMatchObject({ status: 503, errors: [refused] });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('all fields that it was away for are one line of the log', async () => {
    const warned = jest.spyOn(gateway.app.get(Log), 'warn');
    const { errors } = await gateway.query(`{ a: node(id: "${momentId}") { id } b: node(id: "${momentId}") { id } }`);
    expect(errors).toMatchObject([refused, refused]);
    expect(warned.mock.calls).toMatchObject([[{ fields: 2, path: 'a' }, 'a server is away']]);
    warned.mockRestore();
  });

  it('a socket is refused for now', async () => {
    const socket = new WebSocket(gateway.wsUrl, 'graphql-transport-ws');
    const [request, response] = (await once(socket, 'unexpected-response')) as [ClientRequest, IncomingMessage];
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
    request.destroy();
  });

  it('a link to a moment is refused for now', async () => {
    const response = await fetch(new URL(`/m/${momentId}`, gateway.url));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('other systems are told so, and when to come again', async () => {
    const response = await fetch(integrationUrl(gateway, '/products'), {
      method: 'PUT',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${integration.apiKey}` },
      body: '{}',
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ type: 'urn:moments:problem:unavailable', code: 'UNAVAILABLE' });
    const message = { secret: integration.signingSecret, body: {} };
    expect(await deliver(integrationUrl(gateway, '/deposits'), message)).toMatchObject({ status: 503 });
  });
});

describe('once PostgreSQL is back', () => {
  it('operations are answered again', async () => {
    const answer = await gateway.query('{ me { id } }', {}, ada);
    expect(answer).toMatchObject({ status: 200, data: { me: { id: toGlobalId('account', ada.accountId) } } });
  });
});
