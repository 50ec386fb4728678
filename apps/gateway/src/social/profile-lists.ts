import { type AccountId, type Page, timeCursor, type TimePosition } from '@moments/kernel';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { PagingArgs } from '../graphql/paging.args.js';
import type { ProfileType } from '../profiles/profile.types.js';

/** Makes a connection of a page of accounts. Whoever has gone out of sight since the page was read is not in it. */
export async function toProfiles(
  { items, hasNextPage }: Page<AccountId, TimePosition>,
  { after }: PagingArgs,
  find: (accountId: AccountId) => Promise<ProfileType | undefined>,
): Promise<Connection<ProfileType>> {
  const found = await Promise.all(items.map(async ({ item, position }) => ({ item: await find(item), position })));
  const shown = found.flatMap(({ item, position }) => (item ? [{ item, position }] : []));
  return toConnection({ items: shown, hasNextPage }, { node: (profile) => profile, cursor: timeCursor, after });
}
