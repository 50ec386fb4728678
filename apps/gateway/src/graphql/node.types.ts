import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Anything with a global id. */
@InterfaceType('Node', {
  description: 'Anything with a global id; the id carries its type.',
  resolveType: (value: object) => (value as { constructor: { name: string } }).constructor,
})
export abstract class NodeType {
  @Field(() => ID) id!: string;
}
