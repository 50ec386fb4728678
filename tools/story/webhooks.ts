import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { signatureOf } from '../client/integration-client.js';
import { oneOf, text } from './expecting.js';
import type { Member, World } from './world.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

// A message that fails is tried again after ten seconds.
const patienceMs = 120_000;

/** A seller's own system: takes what is sent to it. */
class SellersSystem {
  private readonly received: Received[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        this.received.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
  }

  static async start(): Promise<SellersSystem> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SellersSystem(server, (server.address() as AddressInfo).port);
  }

  /** The first message of this kind; throws when none comes in time. */
  async message(type: string): Promise<Received> {
    for (const giveUpAt = Date.now() + patienceMs; Date.now() < giveUpAt;) {
      const found = this.received.find(({ body }) => (JSON.parse(body) as { type: string }).type === type);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no ${type} came within ${patienceMs / 1_000} s`);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

interface Endpoint {
  createWebhookEndpoint: { endpoint: { id: string }; signingSecret: string };
}

/** A seller's endpoint on this machine, as long as the story needs it. */
export interface Listening {
  /** Proves that an event has come, signed with the endpoint's secret. */
  hears(event: string): Promise<void>;
  stop(): Promise<void>;
}

const delivery = 'webhooks.delivery';

/**
 * The seller's system listens on this machine. Addresses of private networks are forbidden, which is shown; then the
 * operator allows them, as docs/integrating.md says of a sandbox, until `stop`.
 */
export async function listenAsSeller(world: World, seller: Member): Promise<Listening> {
  const { tell } = world;
  const system = await SellersSystem.start();
  const { id, signingSecret } = await forbiddenAddress(world, seller, system.port);
  const before = await settingOf(world, delivery);
  let isAllowed = false;
  world.atEnd(async () => {
    if (isAllowed) await world.operate('settings', 'set', delivery, JSON.stringify(before));
  });
  const allow = (allowed: boolean) => {
    const value = JSON.stringify({ ...before, allowPrivateNetworks: allowed });
    return tell.call({
      ...{ who: 'the operator of the sandbox', call: `cli settings set ${delivery} '${value}'`, expect: { code: 0 } },
      why: allowed ? 'allows addresses of this machine' : 'puts it back as it was',
      send: () => world.operate('settings', 'set', delivery, value),
    });
  };
  isAllowed = true;
  await allow(true);
  await tell.ask({
    ...{ who: seller, why: 'names the address again, once every process has heard of it' },
    document: `mutation Move($input: UpdateWebhookEndpointInput!) {
      updateWebhookEndpoint(input: $input) { endpoint { id url status } userErrors { code message } }
    }`,
    variables: { input: { endpointId: id, url: `http://127.0.0.1:${system.port}/moments`, enabled: true } },
    expect: { updateWebhookEndpoint: { endpoint: { status: 'ACTIVE' }, userErrors: [] } },
    waits: true,
  });
  return {
    hears: async (event) => {
      await tell.call({
        ...{ who: seller, why: `hears of ${event} in their own system; the signature is theirs` },
        call: `POST http://127.0.0.1:${system.port}/moments, from the product`,
        send: async () => checked(await system.message(event), signingSecret),
        expect: { signed: true, body: { type: event } },
      });
    },
    stop: async () => {
      system.close();
      await allow(before.allowPrivateNetworks === true);
      isAllowed = false;
    },
  };
}

/** An endpoint on a private address is sent nothing, and the log says why. */
async function forbiddenAddress({ tell }: World, seller: Member, port: number) {
  const url = `https://127.0.0.1:${port}/moments`;
  const { createWebhookEndpoint: made } = await tell.ask<Endpoint>({
    ...{ who: seller, why: 'has a system of their own that wants to be told' },
    document: `mutation Hook($input: CreateWebhookEndpointInput!) {
      createWebhookEndpoint(input: $input) { endpoint { id url status } signingSecret userErrors { code message } }
    }`,
    variables: { input: { url, idempotencyKey: randomUUID() } },
    expect: {
      createWebhookEndpoint: { endpoint: { status: 'ACTIVE' }, signingSecret: text(/^whsec_/), userErrors: [] },
    },
  });
  const endpointId = made.endpoint.id;
  const { pingWebhookEndpoint: pinged } = await tell.ask<{ pingWebhookEndpoint: { delivery: { id: string } } }>({
    ...{ who: seller, why: 'tries it out' },
    document: `mutation Ping($endpointId: ID!) {
      pingWebhookEndpoint(endpointId: $endpointId) { delivery { id event attempts } userErrors { code message } }
    }`,
    variables: { endpointId },
    expect: { pingWebhookEndpoint: { delivery: { event: 'ping' }, userErrors: [] } },
  });
  await tell.ask({
    ...{ who: seller, why: 'reads in the log that nothing is sent to a private address' },
    document: `query Delivery($id: ID!) {
      node(id: $id) { ... on WebhookDelivery { event attempts lastFailure lastStatus nextTryAt } }
    }`,
    variables: { id: pinged.delivery.id },
    expect: { node: { attempts: oneOf(1, 2), lastFailure: 'forbidden_address', lastStatus: null } },
    waits: true,
  });
  return { id: endpointId, signingSecret: made.signingSecret };
}

/** The value in force. */
async function settingOf(world: World, name: string): Promise<Record<string, unknown>> {
  const { output } = await world.operate('settings', 'list', name, '--json');
  return (JSON.parse(output) as Record<string, Record<string, unknown>>)[name] ?? {};
}

function checked({ headers, body }: Received, secret: string) {
  const [id, timestamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  const signature = String(headers['webhook-signature']);
  const expected = `v1,${signatureOf({ id, timestamp, body, secret })}`;
  return { signed: signature.split(' ').includes(expected), id, signature, body: JSON.parse(body) as unknown };
}
