import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { authenticate, type Caller, type Credentials } from './authenticate.js';
import { corsHeaders } from './cors.js';
import { S3Error } from './errors.js';
import type { Reply } from './operations/context.js';
import { allowsReading } from './policy.js';
import { readRequest, type S3Request } from './request.js';
import { findOperation, nameRoute } from './routes.js';
import type { Store } from './storage/store.js';
import { leaf } from './xml.js';

export interface ServerOptions {
  store: Store;
  credentials: Credentials;
  now: () => Date;
}

const idleTimeoutMs = 120_000;
/** How long a refused body may go on arriving before the connection is cut. */
const refusedBodyMs = 10_000;

/** The HTTP side: reads the request, lets it in or not, runs its operation, writes the answer. */
export function createS3Server(options: ServerOptions): Server {
  const handle = (http: IncomingMessage, response: ServerResponse, proceed: () => void): void => {
    answer(options, http, response, proceed).catch((error: unknown) => {
      // Nothing can be told any more: the headers are out, or the client is gone.
      if (!response.destroyed) console.error('local-s3:', error);
      response.destroy();
    });
  };
  const server = createServer((http, response) => handle(http, response, () => undefined));
  // Only a request that is let in is told to send its body; one that is refused ends its connection, for the client may
  // or may not send it all the same.
  server.on('checkContinue', (http: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
    handle(http, response, () => {
      response.shouldKeepAlive = true;
      response.writeContinue();
    });
  });
  // A large upload may take its time as long as it moves: limits are on silence, not on the whole.
  server.requestTimeout = 0;
  server.timeout = idleTimeoutMs;
  server.keepAliveTimeout = idleTimeoutMs;
  return server;
}

async function answer(
  options: ServerOptions,
  http: IncomingMessage,
  response: ServerResponse,
  proceed: () => void,
): Promise<void> {
  let request: S3Request | undefined;
  let reply: Reply;
  let cors: Record<string, string> = {};
  try {
    request = readRequest(http);
    cors = corsOf(options.store, request) ?? {};
    reply = await perform(options, request, proceed);
  } catch (error) {
    reply = errorReply(error, request);
  }
  response.statusCode = reply.status;
  const headers = { 'x-amz-request-id': request?.id ?? '', ...cors, ...reply.headers };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  await send(reply, http, response);
}

async function perform(options: ServerOptions, request: S3Request, proceed: () => void): Promise<Reply> {
  const { store, credentials, now } = options;
  if (request.method === 'OPTIONS') return preflight(store, request);
  const caller = authenticate(request, credentials, now().getTime());
  const route = nameRoute(request);
  authorize(store, request, caller, route);
  const operation = findOperation(request, route);
  const upload = { request, payload: caller.payload, proceed };
  return operation({ store, request, caller, upload, region: credentials.region, now });
}

/** The owner may all; others may read what a policy opens. Absent buckets are not told apart from closed ones. */
function authorize(store: Store, request: S3Request, caller: Caller, route: string): void {
  if (caller.kind === 'owner') return;
  const reads = route === 'GET object' || route === 'HEAD object';
  if (!reads || !allowsReading(store.find(request.bucket)?.policy, request.key)) throw new S3Error('AccessDenied');
}

function corsOf(store: Store, request: S3Request): Record<string, string> | undefined {
  const origin = request.header('origin');
  const rules = store.find(request.bucket)?.corsRules ?? [];
  if (origin === undefined || request.method === 'OPTIONS') return undefined;
  return corsHeaders(rules, { origin, method: request.method, headers: [] });
}

function preflight(store: Store, request: S3Request): Reply {
  const origin = request.header('origin');
  const method = request.header('access-control-request-method');
  if (origin === undefined || method === undefined) {
    throw new S3Error(
      'BadRequest',
      'Insufficient information. Origin and Access-Control-Request-Method headers are needed.',
    );
  }
  const rules = store.find(request.bucket)?.corsRules ?? [];
  if (rules.length === 0) throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  const asked = request.header('access-control-request-headers') ?? '';
  const headers = asked
    .toLowerCase()
    .split(',')
    .map((header) => header.trim())
    .filter((header) => header !== '');
  const allowed = corsHeaders(rules, { origin, method, headers });
  if (!allowed) throw new S3Error('AccessForbidden');
  return { status: 200, headers: allowed };
}

function errorReply(error: unknown, request: S3Request | undefined): Reply {
  if (!(error instanceof S3Error)) console.error('local-s3:', error);
  const told = error instanceof S3Error ? error : new S3Error('InternalError');
  const details = Object.entries(told.details).map(([name, value]) => leaf(name, value));
  const inner = [
    leaf('Code', told.code),
    leaf('Message', told.message),
    ...details,
    leaf('Resource', request?.path),
    leaf('RequestId', request?.id),
  ];
  return {
    status: told.status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join('')}</Error>`,
  };
}

async function send(reply: Reply, http: IncomingMessage, response: ServerResponse): Promise<void> {
  const { body } = reply;
  // Iterated even when the client is gone: that is what closes the files.
  if (typeof body === 'object') await stream(body, response);
  else if (body === undefined || http.method === 'HEAD') response.end();
  else response.setHeader('content-length', Buffer.byteLength(body)).end(body);
  if (!http.complete) drain(http);
}

async function stream(body: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  for await (const piece of body) {
    if (response.destroyed) return;
    if (!response.write(piece)) await writable(response);
  }
  response.end();
}

/** Waits until more can be written, or nothing ever will. */
function writable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** Takes in the rest of a body nobody wants, so that the client comes to read the answer; but not for ever. */
function drain(http: IncomingMessage): void {
  const timer = setTimeout(() => http.socket.destroy(), refusedBodyMs).unref();
  http.once('close', () => clearTimeout(timer));
  http.resume();
}
