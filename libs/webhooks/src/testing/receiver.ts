import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An endpoint as a seller runs it: keeps what arrives and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly { headers: IncomingHttpHeaders; body: string }[];
  /** HTTP statuses of the next answers; then 204. `hang` never answers. */
  answers: (number | 'hang')[];
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const receiver: Receiver = { url: '', received, answers: [], close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      const status = receiver.answers.shift() ?? 204;
      if (status !== 'hang') response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/hooks`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
