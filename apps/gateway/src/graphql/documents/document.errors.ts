import { GraphQLError } from 'graphql';

const refused = (message: string, code: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status: 400 } } });

export const documentTooLong = (length: number, allowed: number): GraphQLError =>
  refused(`The document has ${length} characters; ${allowed} are allowed.`, 'DOCUMENT_TOO_LONG');

export const documentNotRegistered = (): GraphQLError =>
  refused('Only registered documents are answered here.', 'DOCUMENT_NOT_REGISTERED');
