export { Log, type LogOptions } from './log.js';
export { metrics } from './metrics.js';
export { type RequestContext, requestContext, withRequestContext } from './request-context.js';
export { inSpan, startTracing } from './tracing.js';
