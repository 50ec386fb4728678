import { metrics } from '@moments/platform';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Outcome } from '../graphql/context.js';

const operationSeconds = new Histogram({
  name: 'moments_graphql_operation_seconds',
  help: 'How long an operation takes, by root field, way in (http, socket) and code of its first error',
  labelNames: ['operation', 'transport', 'code'] as const,
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  registers: [metrics],
});

const operationPoints = new Counter({
  name: 'moments_graphql_cost_points_total',
  help: 'Points charged for operations, by root field',
  labelNames: ['operation'] as const,
  registers: [metrics],
});

/** Sockets open in this process. */
export const openSockets = new Gauge({
  name: 'moments_graphql_sockets',
  help: 'WebSockets that are open',
  registers: [metrics],
});

/** Counts an operation that is done. Labels come from the schema and from our own codes, so their number is bounded. */
export function countOperation(
  { label = 'none', code = 'OK', cost }: Outcome,
  how: {
    transport: 'http' | 'socket';
    seconds: number;
  },
): void {
  operationSeconds.observe({ operation: label, transport: how.transport, code }, how.seconds);
  operationPoints.inc({ operation: label }, cost?.requested ?? 0);
}
