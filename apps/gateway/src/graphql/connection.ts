import { type Type } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import type { Page } from '@moments/kernel';

@ObjectType({ description: 'Where a page of a connection stands.' })
export class PageInfo {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => Boolean) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true }) startCursor?: string;
  @Field(() => String, { nullable: true }) endCursor?: string;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
}

/** Makes the Relay connection type of a node: `ConnectionOf(MomentType, 'Moment')` gives MomentConnection and MomentEdge. */
export function ConnectionOf<Node>(node: Type<Node>, name: string): Type<Connection<Node>> {
  @ObjectType(`${name}Edge`)
  class EdgeOf implements Edge<Node> {
    @Field(() => String) cursor!: string;
    @Field(() => node) node!: Node;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionOfNode implements Connection<Node> {
    @Field(() => [EdgeOf]) edges!: EdgeOf[];
    @Field(() => PageInfo) pageInfo!: PageInfo;
  }
  return ConnectionOfNode;
}

/** Turns a page that a lib read into a connection. */
export function toConnection<Item, Position, Node>(
  page: Page<Item, Position>,
  options: { node: (item: Item) => Node; cursor: (position: Position) => string; after?: string | null },
): Connection<Node> {
  const edges = page.items.map(({ item, position }) => ({
    cursor: options.cursor(position),
    node: options.node(item),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: options.after != null,
      startCursor: edges.at(0)?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
  };
}

/**
 * Turns a page of ids into a connection of what they stand for. Whatever has gone out of sight since the page was read is
 * not in it; the page ends where it ended all the same, so that whoever goes on from there misses nothing.
 */
export async function toConnectionOf<Id, Position, Node>(
  { items, hasNextPage }: Page<Id, Position>,
  {
    find,
    ...options
  }: {
    find: (id: Id) => Promise<Node | undefined>;
    cursor: (position: Position) => string;
    after?: string | null;
  },
): Promise<Connection<Node>> {
  const found = await Promise.all(items.map(async ({ item, position }) => ({ item: await find(item), position })));
  const { edges, pageInfo } = toConnection({ items: found, hasNextPage }, { node: (each) => each, ...options });
  return { edges: edges.flatMap(({ cursor, node }) => (node ? [{ cursor, node }] : [])), pageInfo };
}
