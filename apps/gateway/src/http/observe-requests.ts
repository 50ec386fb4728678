import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Log } from '@moments/platform';
import { withRequestContext } from '@moments/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countOperation } from '../telemetry/operation-metrics.js';
import { outcomeOf } from './outcomes.js';

const tracer = trace.getTracer('moments');
const spans = new WeakMap<FastifyRequest, Span>();

// Asked every few seconds by machines; a line each would drown the others.
const quiet = new Set(['/health/live', '/health/ready', '/metrics']);

/** Gives every request its id, span, log line and metrics. `log` is there once the app is made. */
export function observeRequests(server: FastifyInstance, log: () => Log): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    spans.set(request, startSpan(request));
    done();
  });

  // Only here, once the body has been read: reading it leaves the asynchronous context it was begun in.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    const spanContext = span ? trace.setSpan(context.active(), span) : context.active();
    context.with(spanContext, () => withRequestContext({ requestId: request.id }, done));
  });

  server.addHook('onResponse', (request, reply, done) => {
    finish(request, reply, log());
    done();
  });
}

/** Continues the caller's trace (W3C traceparent) when it brings one. */
function startSpan(request: FastifyRequest): Span {
  const parent = propagation.extract(context.active(), request.headers);
  const attributes = { 'http.request.method': request.method, 'http.route': routeOf(request) };
  return tracer.startSpan(`${request.method} ${routeOf(request)}`, { kind: SpanKind.SERVER, attributes }, parent);
}

function finish(request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const outcome = outcomeOf(request);
  const route = routeOf(request);
  const durationMs = Math.round(reply.elapsedTime * 10) / 10;
  const span = spans.get(request);
  span?.setAttribute('http.response.status_code', reply.statusCode);
  if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
  span?.end();
  if (route === '/graphql' && request.method !== 'OPTIONS') {
    countOperation(outcome, { transport: 'http', seconds: reply.elapsedTime / 1_000 });
  }
  const line = { requestId: request.id, method: request.method, route, status: reply.statusCode, durationMs };
  const { operation, code, cost } = outcome;
  if (quiet.has(route)) log.debug(line, 'request');
  else log.log({ ...line, operation, code, cost: cost?.requested }, 'request');
}

/** The pattern of the route; what a client has made up is not repeated. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';
