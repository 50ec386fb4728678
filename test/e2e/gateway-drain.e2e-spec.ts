import { describe, expect, it } from '@jest/globals';
import { Health } from '@moments/platform';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { closing, startGateway } from '../support/gateway.js';
import { probeHold, ProbeModule } from '../support/probe.module.js';

describe('a gateway that stops', () => {
  it('is not ready from the first moment on, and still answers', async () => {
    const gateway = await startGateway({ contexts: [ProbeModule] });
    const ready = new URL('/health/ready', gateway.url);
    expect((await fetch(ready)).status).toBe(200);
    gateway.app.get(Health).drain();
    expect((await fetch(ready)).status).toBe(503);
    expect((await gateway.query('{ __typename }')).status).toBe(200);
    await gateway.close();
  });

  // A connection that is kept alive lasts longer than this test may: were it waited for, the test would not end.
  it('finishes running requests, sends sockets away with 1012, waits for no idle connection and takes nothing new', async () => {
    const gateway = await startGateway({ contexts: [ProbeModule] });
    const socket = new WebSocket(gateway.wsUrl, 'graphql-transport-ws');
    await once(socket, 'open');
    const gone = closing(socket);
    const held = once(probeHold, 'held');
    const running = gateway.query('{ probeHeld { text } }');
    await held;
    const closed = gateway.close();
    expect(await gone).toEqual({ code: 1012, reason: 'restart' });
    probeHold.emit('release');
    expect(await running).toMatchObject({ status: 200, data: { probeHeld: { text: 'released' } } });
    await closed;
    await expect(fetch(gateway.url)).rejects.toThrow('fetch failed');
  });
});
