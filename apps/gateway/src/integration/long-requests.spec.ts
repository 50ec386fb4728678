import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import { atLength, spareLongRequests } from './long-requests.js';

const timeout = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
const other = Object.assign(new Error('broken'), { code: 'HPE_INVALID_METHOD' });

let server: Server;
let ended: Error[];
let socket: Socket;
let request: IncomingMessage;

beforeEach(() => {
  ended = [];
  server = createServer();
  server.on('clientError', (error) => ended.push(error));
  spareLongRequests({ server });
  socket = new Socket();
  request = new IncomingMessage(socket);
});
afterEach(() => {
  socket.destroy();
});

describe('a request that is read at length', () => {
  it('is not ended for being late as long as it is read, and is afterwards', async () => {
    await atLength(request, () => {
      server.emit('clientError', timeout, socket);
      return Promise.resolve();
    });
    expect(ended).toEqual([]);
    server.emit('clientError', timeout, socket);
    expect(ended).toEqual([timeout]);
  });

  it('is ended for anything else, as are others that are late', async () => {
    await atLength(request, () => {
      server.emit('clientError', other, socket);
      server.emit('clientError', timeout, new Socket());
      return Promise.resolve();
    });
    expect(ended).toEqual([other, timeout]);
  });

  it('is given up when its sender falls silent, and then no more', async () => {
    const errors: Error[] = [];
    request.on('error', (error) => errors.push(error));
    await atLength(request, () => {
      socket.emit('timeout');
      return new Promise((resolve) => setImmediate(resolve));
    });
    expect(errors.map(({ message }) => message)).toEqual(['the sender has fallen silent']);
    expect(socket.listenerCount('timeout')).toBe(0);
  });
});
