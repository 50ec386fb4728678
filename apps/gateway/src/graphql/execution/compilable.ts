import {
  BREAK,
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  visit,
} from 'graphql';

/**
 * Whether graphql-jit 0.8 answers the operation as the specification says. It does not for a variable inside an object
 * or list literal (one that is left out arrives as null, and would overwrite what was to stay), and it never ends
 * compiling a variable whose input type contains itself. Such operations are interpreted.
 */
export const isCompilable = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean => !hasNestedVariable(document) && !takesRecursiveInput(schema, operation);

function hasNestedVariable(document: DocumentNode): boolean {
  let literals = 0;
  let found = false;
  const literal = {
    enter: () => {
      literals += 1;
    },
    leave: () => {
      literals -= 1;
    },
  };
  visit(document, {
    ObjectValue: literal,
    ListValue: literal,
    Variable: () => {
      found ||= literals > 0;
      return found ? BREAK : undefined;
    },
  });
  return found;
}

function takesRecursiveInput(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): boolean {
  return variableDefinitions.some(({ type }) => {
    const named = schema.getType(nameOf(type));
    return isInputObjectType(named) && containsItself(named, new Set());
  });
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

function containsItself(type: GraphQLInputType, above: ReadonlySet<string>): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return false;
  if (above.has(named.name)) return true;
  const path = new Set(above).add(named.name);
  return Object.values(named.getFields()).some((field) => containsItself(field.type, path));
}
