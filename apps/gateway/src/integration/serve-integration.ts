import type { Log } from '@moments/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DepositsEndpoint } from './deposits.endpoint.js';
import { defect, problemOf } from './problem.js';

// One payment with its details.
const maxBodyBytes = 64 * 1024;

interface Parts {
  readonly deposits: () => DepositsEndpoint;
  readonly log: () => Log;
}

/**
 * Serves `/integration/v1` in a scope of its own: its bodies stay the bytes that were signed, and its errors are problems of
 * RFC 9457, while everything else of the gateway parses and answers as before. The parts are there once the app is made.
 */
export function serveIntegration(server: FastifyInstance, { deposits, log }: Parts): void {
  void server.register(
    (scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, parsed) =>
        parsed(null, body),
      );
      scope.setErrorHandler((error, request, reply) => refuse(error, request, reply, log()));
      scope.post('/deposits', ({ headers, body }) =>
        deposits().post({ headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) }),
      );
      done();
    },
    { prefix: '/integration/v1' },
  );
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const problem = problemOf(error, request.id) ?? defect(request.id);
  if (problem.status >= 500) {
    // Name, message and stack alone: a database's error also carries the statement with its parameters.
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    log.error({ err: { type: name, message, stack } }, 'unexpected error');
  }
  return reply.status(problem.status).type('application/problem+json').send(problem);
}
