import { Inject, Injectable } from '@nestjs/common';
import { Redis } from '@moments/platform';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { GATEWAY_CONFIG } from '../../config.token.js';
import { explorerIsOpen, type GatewayConfig } from '../../config.js';
import { maxDocumentLength, maxDocumentTokens, shapeLimitsRule } from '../limits/shape-limits.rule.js';
import { documentNotRegistered, documentTooLong } from './document.errors.js';
import { PersistedDocuments, persistedFrom } from './persisted-documents.js';
import { hashOf, readRegisteredDocuments, type RegisteredDocuments } from './registered-documents.js';

const keptDocuments = 2_000;

export const parseOptions = { maxTokens: maxDocumentTokens };

/** What may be asked: documents are admitted, parsed, validated and kept here, for requests and sockets alike. */
@Injectable()
export class Documents {
  readonly rules: readonly ValidationRule[];
  readonly persisted: Pick<PersistedDocuments, 'get' | 'set' | 'delete'>;
  private readonly registered?: RegisteredDocuments;
  private readonly hidesNames: boolean;
  /** What is wrong with the documents that these stand for. */
  private readonly refused = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  /** Valid documents by key; each carries its compiled operations along. */
  private readonly valid = new LRUCache<string, DocumentNode>({ max: keptDocuments });

  constructor(@Inject(GATEWAY_CONFIG) config: GatewayConfig, redis: Redis) {
    const path = config.GRAPHQL_REGISTERED_DOCUMENTS;
    this.registered = path === undefined ? undefined : readRegisteredDocuments(path);
    this.persisted = this.registered ? persistedFrom(this.registered) : new PersistedDocuments(redis);
    this.hidesNames = !explorerIsOpen(config);
    const screenedRule: ValidationRule = (context) => ({
      Document: (document) => this.refused.get(document)?.forEach((problem) => context.reportError(problem)),
    });
    this.rules = !this.hidesNames ? [screenedRule] : [screenedRule, NoSchemaIntrospectionCustomRule];
  }

  /** Throws for a text that is not even to be parsed. */
  requireAdmissible(text: unknown): void {
    if (typeof text !== 'string') return;
    if (text.length > maxDocumentLength) throw documentTooLong(text.length, maxDocumentLength);
    if (this.registered && !this.registered.has(hashOf(text))) throw documentNotRegistered();
  }

  /** The kept documents as Apollo Server wants to see them. */
  readonly store = {
    get: (key: string): Promise<DocumentNode | undefined> => Promise.resolve(this.valid.get(key)),
    set: (key: string, document: DocumentNode): Promise<void> => {
      this.valid.set(key, document);
      return Promise.resolve();
    },
    delete: (key: string): Promise<void> => {
      this.valid.delete(key);
      return Promise.resolve();
    },
  };

  /**
   * The document itself when its shape is within the limits; otherwise an empty one in its place, of which `rules` say
   * what is wrong with the document. So nobody's other rules get to see one that is too big for them.
   */
  screened(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
    const problems = validate(schema, document, [shapeLimitsRule]);
    if (problems.length === 0) return document;
    const standIn: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
    this.refused.set(standIn, problems);
    return standIn;
  }

  /** Parses and validates, or remembers having done so; gives what is wrong otherwise. */
  read(schema: GraphQLSchema, text: string): DocumentNode | readonly GraphQLError[] {
    const key = `socket:${hashOf(text)}`;
    const known = this.valid.get(key);
    if (known) return known;
    const document = parsed(text);
    if (document instanceof GraphQLError) return [coded(document, 'GRAPHQL_PARSE_FAILED')];
    const problems = validate(schema, this.screened(schema, document), [...specifiedRules, ...this.rules]);
    if (problems.length > 0) {
      return problems.map((problem) => coded(problem, 'GRAPHQL_VALIDATION_FAILED', this.hidesNames));
    }
    this.valid.set(key, document);
    return document;
  }
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text, parseOptions);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

// What validation suggests are names of the schema, to be left out where the schema is not shown.
const suggestion = / Did you mean .*$/s;

const coded = (error: GraphQLError, code: string, hidesNames = false): GraphQLError =>
  new GraphQLError(hidesNames ? error.message.replace(suggestion, '') : error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { ...error.extensions, code },
  });
