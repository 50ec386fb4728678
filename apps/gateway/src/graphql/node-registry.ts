import { Injectable } from '@nestjs/common';
import { type Id, type IdKind, parseGlobalId } from '@moments/kernel';
import { batched } from './batched.js';
import type { GraphqlContext, ViewerContext } from './context.js';

/** Reads the things of one kind that this viewer may see, as GraphQL objects (instances of their type's class). */
type NodeReader<Kind extends IdKind> = (context: GraphqlContext, id: Id<Kind>) => Promise<object | undefined>;

/** The same for all things that a request asks for side by side; those that are not there for this viewer are left out. */
type NodesReader<Kind extends IdKind> = (
  ids: readonly Id<Kind>[],
  viewer: ViewerContext,
) => Promise<ReadonlyMap<Id<Kind>, object>>;

/** What `node` and `nodes` can resolve, and whatever names things of any kind: each context registers its kinds at boot. */
@Injectable()
export class NodeRegistry {
  private readonly readers = new Map<IdKind, NodeReader<IdKind>>();

  /** For a kind that has a loader of its own. */
  register<Kind extends IdKind>(kind: Kind, read: NodeReader<Kind>): void {
    if (this.readers.has(kind)) throw new Error(`two readers for ${kind}`);
    this.readers.set(kind, (context, id) => read(context, id as Id<Kind>));
  }

  /** For any other kind: a list that names fifty of them reads them once. */
  registerAll<Kind extends IdKind>(kind: Kind, read: NodesReader<Kind>): void {
    const nodes = batched(read);
    this.register(kind, (context, id) => nodes.load(context, id));
  }

  /** `undefined` for what does not exist, what this viewer may not see, and what is no id of ours. */
  async read(context: GraphqlContext, globalId: string): Promise<object | undefined> {
    const parsed = parseGlobalId(globalId);
    return parsed ? this.readers.get(parsed.kind)?.(context, parsed.id) : undefined;
  }
}

/** What was read by id, made into GraphQL objects. */
export const asNodes = <Key, View>(
  views: ReadonlyMap<Key, View>,
  toType: (view: View) => object,
): ReadonlyMap<Key, object> => new Map([...views].map(([id, view]) => [id, toType(view)]));

/** What only operators see by its id: nothing is read for anybody else. */
export const forOperators =
  <Kind extends IdKind>(
    read: (ids: readonly Id<Kind>[]) => Promise<ReadonlyMap<Id<Kind>, object>>,
  ): NodesReader<Kind> =>
  async (ids, { roles }) =>
    roles.includes('OPERATOR') ? read(ids) : new Map();
