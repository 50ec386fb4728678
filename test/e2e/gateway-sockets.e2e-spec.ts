import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { costSetting, LiveNews, Settings, socketsSetting } from '@moments/platform';
import { once } from 'node:events';
import type { FormattedExecutionResult } from 'graphql';
import { WebSocket } from 'ws';
import { Documents } from '../../apps/gateway/src/graphql/documents/documents.js';
import { until } from '../support/eventually.js';
import { closing, startGateway, type TestGateway } from '../support/gateway.js';
import { probeHold, ProbeModule, probeNews } from '../support/probe.module.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ contexts: [ProbeModule] });
});
afterAll(() => gateway.close());

let people = 0;
/** Somebody who has just signed up; gives their access token. */
async function someone(): Promise<string> {
  people += 1;
  const { data } = await gateway.query<{ signUp: { accessToken: string } }>(
    `mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken userErrors { code message field } } }`,
    {
      input: {
        email: `person${people}@example.com`,
        password: 'correct horse battery staple',
        handle: `person_${people}`,
        displayName: 'Person',
        region: 'RU',
      },
    },
  );
  return data!.signUp.accessToken;
}

/** The next answer of an operation; throws the errors that it was refused with. */
async function next<Data>(
  answers: AsyncIterator<FormattedExecutionResult<Data, unknown>>,
): Promise<FormattedExecutionResult<Data, unknown>> {
  const step = (await answers.next()) as IteratorResult<FormattedExecutionResult<Data, unknown>, undefined>;
  if (step.done) throw new Error('the operation has ended');
  return step.value;
}

/** A raw socket that has said `connection_init`, to see codes that client libraries hide. */
async function connect(token?: string): Promise<WebSocket> {
  const socket = new WebSocket(gateway.wsUrl, 'graphql-transport-ws');
  await once(socket, 'open');
  const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  return socket;
}

const nextMessage = async (socket: WebSocket): Promise<{ type: string; payload?: unknown }> => {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(data.toString()) as { type: string };
};

async function acknowledged(token?: string): Promise<WebSocket> {
  const socket = await connect(token);
  expect(await nextMessage(socket)).toEqual({ type: 'connection_ack' });
  return socket;
}

async function ended(socket: WebSocket): Promise<void> {
  const gone = closing(socket);
  socket.close();
  await gone;
}

describe('operations over a socket', () => {
  it('answer queries and mutations as over HTTP, with their cost', async () => {
    const socket = gateway.socket();
    const answer = await next(socket.iterate({ query: '{ probe(text: "a") { text inner { text } } }' }));
    expect(answer).toMatchObject({ data: { probe: { text: 'a' } }, extensions: { cost: { requested: 2 } } });
    await socket.dispose();
  });

  it('mask and translate errors as over HTTP', async () => {
    const socket = gateway.socket();
    const answer = await next(socket.iterate({ query: '{ probeBroken probe { refused } }' }));
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(answer).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'INTERNAL' }) as unknown }),
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'NOT_FOUND' }) as unknown }),
      ]) as unknown,
    });
    await socket.dispose();
  });

  it('bring each event in a context of its own, so that nothing read earlier is told again', async () => {
    const socket = gateway.socket();
    const events = socket.iterate<{ probeNews: { text: string; requestId: string } }>({
      query: 'subscription { probeNews(subject: "s") { text requestId } }',
    });
    const first = next(events);
    await publishUntilHeard(first, { text: 'one' });
    const second = next(events);
    await gateway.app.get(LiveNews).publish(probeNews, 's', { text: 'two' });
    const [one, two] = [(await first).data?.probeNews, (await second).data?.probeNews];
    expect([one?.text, two?.text]).toEqual(['one', 'two']);
    expect(one?.requestId).not.toBe(two?.requestId);
    await events.return?.();
    await socket.dispose();
  });

  it('are refused as over HTTP: wrong, too deep, too dear', async () => {
    const socket = gateway.socket();
    const code = (query: string) =>
      next(socket.iterate({ query })).then(
        ({ errors }) => errors?.[0]?.extensions?.code,
        (errors: unknown) => (errors as { extensions: { code: string } }[])[0]?.extensions.code,
      );
    expect(await code('{ nonsense }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await code('{ probe {')).toBe('GRAPHQL_PARSE_FAILED');
    expect(await code(`{ probe ${'{ inner '.repeat(20)}{ text }${' }'.repeat(20)} }`)).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect(await code('{ probes(first: 5000) { text } }')).toBe('LIMIT_EXCEEDED');
    expect(await code('subscription { momentProcessing(momentId: "x") { id } }')).toBe('UNAUTHENTICATED');
    await socket.dispose();
  });

  it('run by name out of a document with several, and not without one', async () => {
    const socket = gateway.socket();
    const query = 'query A { probe(text: "a") { text } } query B { probe(text: "b") { text } }';
    expect(await next(socket.iterate({ query, operationName: 'B' }))).toMatchObject({ data: { probe: { text: 'b' } } });
    await expect(next(socket.iterate({ query }))).rejects.toMatchObject([
      { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
    ]);
    await socket.dispose();
  });

  it('are not even read for whoever has spent everything', async () => {
    const account = { capacity: 60, restoredPerSecond: 0.001 };
    await gateway.app
      .get(Settings)
      .set(costSetting.name, { ...costSetting.fallback, perOperation: 60, rejected: 20, account }, 'a test');
    const socket = gateway.socket({ token: await someone() });
    const code = () =>
      next(socket.iterate({ query: '{ nonsense }' })).catch(
        (errors: unknown) => (errors as { extensions: { code: string } }[])[0]?.extensions.code,
      );
    const read = jest.spyOn(gateway.app.get(Documents), 'read');
    expect([await code(), await code(), await code()]).toEqual(Array(3).fill('GRAPHQL_VALIDATION_FAILED'));
    expect(read).toHaveBeenCalledTimes(3);
    expect(await code()).toBe('RATE_LIMITED');
    expect(read).toHaveBeenCalledTimes(3);
    read.mockRestore();
    await socket.dispose();
    await gateway.app.get(Settings).set(costSetting.name, costSetting.fallback, 'a test');
  });

  it('run only so many at once on a socket', async () => {
    await gateway.app
      .get(Settings)
      .set(socketsSetting.name, { ...socketsSetting.fallback, operationsPerSocket: 1 }, 'a test');
    const socket = await acknowledged();
    const ask = (id: string) =>
      socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query: '{ probeHeld { text } }' } }));
    const held = once(probeHold, 'held');
    ask('first');
    await held;
    ask('second');
    expect(await nextMessage(socket)).toMatchObject({
      type: 'error',
      id: 'second',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    });
    probeHold.emit('release');
    expect(await nextMessage(socket)).toMatchObject({ type: 'next', id: 'first' });
    await ended(socket);
    await gateway.app.get(Settings).set(socketsSetting.name, socketsSetting.fallback, 'a test');
  });

  async function publishUntilHeard(heard: Promise<unknown>, news: { text: string }): Promise<void> {
    const timer = setInterval(() => void gateway.app.get(LiveNews).publish(probeNews, 's', news), 100);
    await heard;
    clearInterval(timer);
  }
});

describe('who is behind a socket', () => {
  it('is told by connection_init', async () => {
    const token = await someone();
    const socket = gateway.socket({ token });
    const answer = await next(socket.iterate({ query: '{ probeSignedIn }' }));
    expect(answer.data).toEqual({ probeSignedIn: expect.any(String) });
    await socket.dispose();
  });

  it('is turned away with 4403 when the token is no good', async () => {
    expect(await closing(await connect('nonsense'))).toEqual({ code: 4403, reason: 'token_invalid' });
  });

  it('must say so before asking anything', async () => {
    const socket = new WebSocket(gateway.wsUrl, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ __typename }' } }));
    expect((await closing(socket)).code).toBe(4401);
  });

  it('loses the socket, running subscriptions included, as soon as the session ends', async () => {
    const token = await someone();
    const [socket, other] = [await acknowledged(token), await acknowledged(await someone())];
    socket.send(
      JSON.stringify({
        type: 'subscribe',
        id: '1',
        payload: { query: 'subscription { probeNews(subject: "x") { text } }' },
      }),
    );
    const closed = closing(socket);
    await gateway.query('mutation { signOut }', {}, { token });
    expect(await closed).toEqual({ code: 4401, reason: 'session_ended' });
    expect(other.readyState).toBe(WebSocket.OPEN);
    await ended(other);
  });

  it('may have only so many sockets open', async () => {
    await gateway.app.get(Settings).set(socketsSetting.name, { ...socketsSetting.fallback, perAccount: 1 }, 'a test');
    const token = await someone();
    const first = await acknowledged(token);
    expect(await closing(await connect(token))).toEqual({ code: 4429, reason: 'too_many_sockets' });
    await ended(first);
    await until(() => first.readyState === WebSocket.CLOSED);
    await ended(await acknowledged(token));
    await gateway.app.get(Settings).set(socketsSetting.name, socketsSetting.fallback, 'a test');
  });

  it('may have only so many sockets open from one address', async () => {
    await gateway.app.get(Settings).set(socketsSetting.name, { ...socketsSetting.fallback, perAddress: 1 }, 'a test');
    const first = await acknowledged();
    const second = new WebSocket(gateway.wsUrl, 'graphql-transport-ws');
    const [error] = (await once(second, 'error')) as [Error];
    expect(error.message).toContain('429');
    await ended(first);
    await gateway.app.get(Settings).set(socketsSetting.name, socketsSetting.fallback, 'a test');
  });
});

describe('the wire', () => {
  it('is there on the path of GraphQL alone', async () => {
    const socket = new WebSocket(gateway.wsUrl.replace('/graphql', '/graphql/x'), 'graphql-transport-ws');
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('404');
  });

  it('survives garbage, unknown subprotocols and messages that are too long', async () => {
    const garbage = await acknowledged();
    garbage.send('{"type":');
    expect((await closing(garbage)).code).toBe(4400);

    const foreign = new WebSocket(gateway.wsUrl, 'graphql-ws');
    const [refused] = (await once(foreign, 'error').catch((error: unknown) => [error])) as [Error];
    expect(refused).toBeInstanceOf(Error);

    const long = await acknowledged();
    long.send('x'.repeat(300 * 1024));
    expect((await closing(long)).code).toBe(1009);
    expect((await gateway.query('{ __typename }')).status).toBe(200);
  });
});
