import type { Type } from '@nestjs/common';
import { Log } from '@moments/platform';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { maxBankFileBytes } from '@moments/payouts';
import { loggedOf, toldOf } from '../http/errors.js';
import { IntegrationAuth } from './authentication.js';
import { BankFilesEndpoint } from './bank-files.endpoint.js';
import { CatalogueEndpoint } from './catalogue.endpoint.js';
import { DepositsEndpoint } from './deposits.endpoint.js';
import { NoSuchCall } from './integration.errors.js';
import { spareLongRequests } from './long-requests.js';
import { OpenApiEndpoint } from './openapi.endpoint.js';
import { defect, problemOf } from './problem.js';
import { PurchasesEndpoint } from './purchases.endpoint.js';
import type { SignedRequest } from './webhook-signature.js';

// One payment with its details.
const maxBodyBytes = 64 * 1024;
// As many events of order lines as may come at once.
const maxEventsBytes = 512 * 1024;

/** Gives a part of the app, once it is made. */
type PartOf = <Part>(type: Type<Part>) => Part;

/**
 * Serves `/integration/v1` in a scope of its own: its bodies stay the bytes that were signed, and its errors are problems of
 * RFC 9457, while everything else of the gateway parses and answers as before.
 */
export function serveIntegration(server: FastifyInstance, partOf: PartOf): void {
  spareLongRequests(server);
  void server.register(
    (scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.setErrorHandler((error, request, reply) => refuse(error, request, reply, partOf(Log)));
      scope.setNotFoundHandler((request, reply) => refuse(new NoSuchCall(), request, reply, partOf(Log)));
      void scope.register(messages(partOf));
      void scope.register(streams(partOf));
      scope.get('/openapi.json', () => partOf(OpenApiEndpoint).get());
      scope.get('/docs', (_request, reply) => partOf(OpenApiEndpoint).getPage(reply));
      done();
    },
    { prefix: '/integration/v1' },
  );
}

/** What is read whole, and signed. */
const messages =
  (partOf: PartOf): FastifyPluginCallback =>
  (scope, _options, done) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.addHook('onRequest', ({ ip }) => partOf(IntegrationAuth).countMessage(ip));
    scope.post('/deposits', (request) => partOf(DepositsEndpoint).post(signed(request)));
    scope.post('/purchases', { bodyLimit: maxEventsBytes }, (request) =>
      partOf(PurchasesEndpoint).post(signed(request), request.id),
    );
    scope.post('/bank-files', { bodyLimit: maxBankFileBytes }, (request) =>
      partOf(BankFilesEndpoint).post(signed(request)),
    );
    done();
  };

/** What is read as it comes. */
const streams =
  (partOf: PartOf): FastifyPluginCallback =>
  (scope, _options, done) => {
    scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
    scope.addHook('onRequest', (request) => partOf(CatalogueEndpoint).admit(request));
    scope.put('/sellers', (request, reply) => partOf(CatalogueEndpoint).sellers(request, reply));
    scope.put('/products', (request, reply) => partOf(CatalogueEndpoint).products(request, reply));
    done();
  };

const signed = ({ headers, body, ip }: FastifyRequest): SignedRequest => ({
  headers,
  address: ip,
  body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
});

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const problem = problemOf(error, request.id) ?? defect(request.id);
  if (problem.status === 503) log.warn({ err: loggedOf(error) }, 'a server is away');
  else if (problem.status >= 500) log.error({ err: loggedOf(error) }, 'unexpected error');
  const retryAfter = toldOf(error)?.params.retryAfter;
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  return reply.status(problem.status).type('application/problem+json').send(problem);
}
