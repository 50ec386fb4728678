import { expect } from '@jest/globals';
import { newId, timeCursor } from '@moments/kernel';
import { Redis } from '@moments/platform';
import type { FormattedExecutionResult } from 'graphql';
import type { Client } from 'graphql-ws';
import { eventually, until } from './eventually.js';
import type { Asking, TestGateway } from './gateway.js';
import type { Person } from './person.js';

/** A notification as an app reads it. */
interface Notification {
  id: string;
  kind: string;
  text: string;
  cursor: string;
  actorsCount: number;
  actors: { id: string; displayName: string }[];
  subject: { id: string } | null;
  readAt: string | null;
}
const fields = 'id kind text cursor actorsCount actors { id displayName } subject { id } readAt';

/** Before anything was told. */
export const beginning = timeCursor({ at: new Date(0), id: newId<'notification'>() });

/** What somebody is told, as `me` has it. */
export interface Told {
  unread: number;
  list: Notification[];
  hasNextPage: boolean;
}

/** The page and the headers that are asked for. */
export type ToldAsking = Asking & { first?: number; after?: string };

/** A page of what somebody is told. */
export async function readTold(gateway: TestGateway, { token }: Person, asking: ToldAsking = {}): Promise<Told> {
  const { data, errors } = await gateway.query<{
    me: {
      unreadNotificationsCount: number;
      notifications: { edges: { node: Notification; cursor: string }[]; pageInfo: { hasNextPage: boolean } };
    };
  }>(
    `query ($first: Int, $after: String) {
       me { unreadNotificationsCount
            notifications(first: $first, after: $after) { edges { cursor node { ${fields} } } pageInfo { hasNextPage } } } }`,
    { first: asking.first ?? 10, after: asking.after },
    { token, headers: asking.headers },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  const { unreadNotificationsCount: unread, notifications } = data.me;
  for (const { cursor, node } of notifications.edges) expect(node.cursor).toBe(cursor);
  return { unread, list: notifications.edges.map(({ node }) => node), hasNextPage: notifications.pageInfo.hasNextPage };
}

/** What somebody is told once it is as expected; the news goes through the queue. */
export async function untilRead(
  gateway: TestGateway,
  person: Person,
  expected: (told: Told) => boolean,
): Promise<Told> {
  return eventually(async () => {
    const told = await readTold(gateway, person);
    return expected(told) ? told : undefined;
  });
}

/** What a socket is told, one after the other. */
export function listen(socket: Client, after?: string) {
  const events = socket.iterate<{ notificationAdded: Notification }>({
    query: `subscription ($after: String) { notificationAdded(after: $after) { ${fields} } }`,
    variables: { after },
  });
  return {
    next: async (): Promise<Notification> => {
      const step = (await events.next()) as IteratorResult<
        FormattedExecutionResult<{ notificationAdded: Notification }>,
        undefined
      >;
      if (step.done || !step.value.data) throw new Error(JSON.stringify(step.value));
      return step.value.data.notificationAdded;
    },
    stop: () => events.return?.(),
  };
}

/** Until so many gateways hear the account's live news. */
export async function untilListening(gateway: TestGateway, { accountId }: Person, gateways: number): Promise<void> {
  const redis = gateway.app.get(Redis);
  const channel = redis.key('news', 'notification-added', accountId);
  await until(async () => Number((await redis.client.pubSubNumSub(channel))[channel]) >= gateways);
}
