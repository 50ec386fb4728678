import type { IntegrationScope } from '@moments/identity';
import { z } from 'zod';
import type { JsonSchema } from './reference/fields.js';

/** A body, and what it is made of. */
interface Content {
  readonly type: 'application/json' | 'application/x-ndjson' | 'application/xml';
  /** Of a stream: each line. */
  readonly schema: z.ZodType;
  /** As it goes over the wire. */
  readonly example: string;
}

/** One call of the integration API, as its document tells it; made of the schemas that it is checked with. */
export interface IntegrationOperation {
  readonly method: 'put' | 'post';
  /** Below `/integration/v1`. */
  readonly path: `/${string}`;
  /** Its name in generated clients. */
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly scope: IntegrationScope;
  readonly security: 'key' | 'signature';
  readonly body: Content;
  readonly answer: Content & { readonly description: string };
  /** Statuses with problems of RFC 9457, beside those that every call has. */
  readonly problems?: Readonly<Record<number, string>>;
}

const problem = z
  .object({
    type: z.string().describe('urn:moments:problem:<reason>, stable: for programs.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    requestId: z.string(),
  })
  .describe('A problem of RFC 9457.');

const always: Readonly<Record<number, string>> = {
  401: 'The key or the signature is missing or not good.',
  403: 'The integration lacks the scope.',
  429: 'Too many calls of this address had no good key or signature: retry-after says for how long to wait.',
  500: 'Something is wrong on our side: try again later.',
  503: 'Something of ours is away: retry-after says for how long to wait.',
};

/** What a call may be refused with, by status. */
export const problemsOf = ({ problems }: IntegrationOperation): Readonly<Record<string, string>> => ({
  ...always,
  ...problems,
});

const securityOf = {
  key: [{ key: [] }],
  signature: [{ signature: [], deliveryId: [], deliveryTimestamp: [] }],
};

/** Makes the OpenAPI 3.1 document of the integration API. */
export const openApiOf = (operations: readonly IntegrationOperation[]): object => ({
  openapi: '3.1.0',
  info: {
    title: 'Moments integration API',
    version: '1',
    description:
      'What other systems of the marketplace tell Moments. Bulk calls carry a bearer key; messages are signed as the ' +
      'Standard Webhooks specification has it (HMAC-SHA-256 of id.timestamp.body), not more than five minutes ago.',
  },
  servers: [{ url: '/integration/v1' }],
  paths: Object.fromEntries(
    operations.map((operation) => [operation.path, { [operation.method]: describeOperation(operation) }]),
  ),
  components: {
    schemas: { Problem: jsonSchemaOf(problem) },
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer', description: 'A key of the integration.' },
      signature: { type: 'apiKey', in: 'header', name: 'webhook-signature', description: 'v1,<base64>' },
      deliveryId: { type: 'apiKey', in: 'header', name: 'webhook-id' },
      deliveryTimestamp: { type: 'apiKey', in: 'header', name: 'webhook-timestamp', description: 'Unix seconds.' },
    },
  },
});

function describeOperation(operation: IntegrationOperation): object {
  const { id, summary, description, scope, security, body, answer } = operation;
  return {
    operationId: id,
    summary,
    description: `${description} Needs the scope \`${scope}\`.`,
    security: securityOf[security],
    requestBody: { required: true, content: contentOf(body) },
    responses: {
      200: { description: answer.description, content: contentOf(answer) },
      ...Object.fromEntries(
        Object.entries(problemsOf(operation)).map(([status, told]) => [
          status,
          { description: told, content: { 'application/problem+json': { schema: problemReference } } },
        ]),
      ),
    },
  };
}

const problemReference = { $ref: '#/components/schemas/Problem' };

const contentOf = ({ type, schema, example }: Content): object => ({
  [type]: {
    schema: jsonSchemaOf(schema),
    example: type === 'application/json' ? (JSON.parse(example) as unknown) : example,
  },
});

/** As it is sent, not as we read it. OpenAPI 3.1 speaks JSON Schema 2020-12, which zod writes. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // OpenAPI 3.1 says itself which JSON Schema it speaks.
      delete jsonSchema.$schema;
      // The format says it; the pattern is a screenful.
      if (jsonSchema.format === 'date-time' || jsonSchema.format === 'base64') delete jsonSchema.pattern;
    },
  }) as JsonSchema;
