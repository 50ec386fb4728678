import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput } from '@moments/kernel';
import type { GraphqlContext } from './context.js';
import { NodeRegistry } from './node-registry.js';
import { NodeType } from './node.types.js';

const maxNodes = 50;

@Resolver(() => NodeType)
export class NodeResolver {
  constructor(private readonly registry: NodeRegistry) {}

  @Query(() => NodeType, {
    nullable: true,
    description: 'Anything by its global id; null when it is not there for you.',
  })
  node(@Context() context: GraphqlContext, @Args('id', { type: () => ID }) id: string): Promise<object | undefined> {
    return this.registry.read(context, id);
  }

  @Query(() => [NodeType], { nullable: 'items', description: 'Up to 50 things at once, in the order asked for.' })
  async nodes(
    @Context() context: GraphqlContext,
    @Args('ids', { type: () => [ID] }) ids: string[],
  ): Promise<(object | null)[]> {
    if (ids.length > maxNodes) throw new InvalidInput([{ field: ['ids'], message: `may name at most ${maxNodes}` }]);
    return Promise.all(ids.map(async (id) => (await this.registry.read(context, id)) ?? null));
  }
}
