export { Log } from './log.js';
export { metrics } from './metrics.js';
export { withRequestContext } from './request-context.js';
export { inSpan, startTracing } from './tracing.js';
