import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line of one request or job carries; no personal data. */
export interface RequestContext {
  requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` so that everything it logs carries the context. */
export const withRequestContext = <Result>(context: RequestContext, work: () => Result): Result =>
  storage.run(context, work);

/** The context of the request or job that is being served, if any. */
export const requestContext = (): RequestContext | undefined => storage.getStore();
