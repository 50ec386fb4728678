import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Variables } from './graphql-client.js';

/** What a subscription tells, one after the other. */
interface Live<Data> {
  /** Throws when nothing comes in time, or the subscription ends. */
  next(timeoutMs?: number): Promise<Data>;
  close(): Promise<void>;
}

/** Subscribes over graphql-transport-ws, as an app does. */
export function subscribe<Data>(
  { wsUrl, accessToken }: { wsUrl: string; accessToken?: string },
  document: string,
  variables: Variables = {},
): Live<Data> {
  const socket = createClient({
    url: wsUrl,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
  });
  const told = socket.iterate<Data>({ query: document, variables: { ...variables } });
  return {
    next: async (timeoutMs = 120_000) => {
      const step = await inTime(told.next(), timeoutMs);
      const answer = step.done ? undefined : step.value;
      if (!answer?.data) throw new Error(`the subscription ended: ${JSON.stringify(answer?.errors ?? 'no more')}`);
      return answer.data;
    },
    close: async () => socket.dispose(),
  };
}

async function inTime<Value>(value: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`nothing was told within ${timeoutMs / 1_000} s`)), timeoutMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
