import { Injectable } from '@nestjs/common';
import { type Id, type IdKind, parseGlobalId } from '@moments/kernel';
import type { GraphqlContext } from './context.js';

/** Reads the things of one kind that this viewer may see, as GraphQL objects (instances of their type's class). */
export type NodeReader<Kind extends IdKind> = (context: GraphqlContext, id: Id<Kind>) => Promise<object | undefined>;

/** What `node` and `nodes` can resolve: each context registers its kinds at boot. */
@Injectable()
export class NodeRegistry {
  private readonly readers = new Map<IdKind, NodeReader<IdKind>>();

  register<Kind extends IdKind>(kind: Kind, read: NodeReader<Kind>): void {
    if (this.readers.has(kind)) throw new Error(`two readers for ${kind}`);
    this.readers.set(kind, (context, id) => read(context, id as Id<Kind>));
  }

  /** `undefined` for what does not exist, what this viewer may not see, and what is no id of ours. */
  async read(context: GraphqlContext, globalId: string): Promise<object | undefined> {
    const parsed = parseGlobalId(globalId);
    return parsed ? this.readers.get(parsed.kind)?.(context, parsed.id) : undefined;
  }
}
