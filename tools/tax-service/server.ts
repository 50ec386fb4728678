import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running stand-in. */
export interface LocalTaxService {
  url: string;
  /** INNs that are not self-employed; may be changed while it runs. */
  denied: Set<string>;
  /** It answers nobody as long as this is true, as the real one does to those who ask too often. */
  away: boolean;
  /** How often it was asked. */
  asked: number;
  close(): Promise<void>;
}

const path = '/api/v1/tracker/taxpayer_status';
const maxBytes = 4_096;

/**
 * Stands in for the tax service's public "who is self-employed" on machines of developers and in tests: the same path, request
 * and answers. Whoever's INN has 0 as its tenth digit is not self-employed; everybody else is.
 */
export async function startLocalTaxService(port = 0): Promise<LocalTaxService> {
  const service = { denied: new Set<string>(), away: false, asked: 0 };
  const server = createServer((request, response) => {
    void answer(request, service).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return Object.assign(service, { url: `http://127.0.0.1:${taken}${path}`, close: () => close(server) });
}

async function answer(
  request: IncomingMessage,
  service: Pick<LocalTaxService, 'denied' | 'away' | 'asked'>,
): Promise<{ status: number; body: object }> {
  service.asked += 1;
  if (request.method !== 'POST' || request.url !== path) return { status: 404, body: {} };
  const text = await readAll(request);
  if (service.away) return refusal('taxpayer.status.service.limited.error');
  const inn = /"inn"\s*:\s*"(\d{12})"/.exec(text)?.[1];
  const day = /"requestDate"\s*:\s*"\d{4}-\d{2}-\d{2}"/.test(text);
  if (!inn || !day) return refusal('validation.failed');
  const status = inn[9] !== '0' && !service.denied.has(inn);
  return { status: 200, body: { status, message: status ? `${inn} pays the tax` : `${inn} does not pay the tax` } };
}

const refusal = (code: string) => ({ status: 422, body: { code, message: code } });

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) {
    text += String(piece);
    if (text.length > maxBytes) break;
  }
  return text;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
