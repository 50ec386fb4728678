import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** A stream may take hours, but it must go on: without a byte for this long it is given up. */
const silenceMs = 60_000;

const long = new WeakSet<object>();

/** Lets `work` read a request for as long as its bytes keep coming, where others must be there within their time. */
export async function atLength<Result>(request: IncomingMessage, work: () => Promise<Result>): Promise<Result> {
  const { socket } = request;
  const giveUp = () => request.destroy(new Error('the sender has fallen silent'));
  long.add(socket);
  socket.setTimeout(silenceMs, giveUp);
  try {
    return await work();
  } finally {
    long.delete(socket);
    socket.off('timeout', giveUp).setTimeout(0);
  }
}

/** Node ends every request that is not there in full by its time; those that are read at length are spared. */
export function spareLongRequests({ server: http }: Pick<FastifyInstance, 'server'>): void {
  const listeners = http.listeners('clientError') as ((error: NodeJS.ErrnoException, socket: Socket) => void)[];
  http.removeAllListeners('clientError');
  http.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && long.has(socket)) return;
    for (const listener of listeners) listener(error, socket);
  });
}
