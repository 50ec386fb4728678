import { type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, Kind } from 'graphql';

/** Fragments by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Those of a document. */
export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment] as const));

const isFragment = (definition: DefinitionNode): definition is FragmentDefinitionNode =>
  definition.kind === Kind.FRAGMENT_DEFINITION;
