import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../stack/paths.js';
import { problemsOf } from './registered.js';

const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));

const operations = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .flatMap((path) => {
    const text = readFileSync(join(root, 'docs', path), 'utf8');
    return Array.from(text.matchAll(/^```graphql\n(.*?)^```$/gms), ([, document = ''], index) => ({
      name: `${path}, no. ${index + 1}`,
      document,
    }));
  });

describe('the operations that the pages for apps show', () => {
  it('are there', () => {
    expect(operations.length).toBeGreaterThan(20);
  });

  it.each(operations)('are answered by the schema: $name', ({ document }) => {
    expect(problemsOf(schema, document)).toEqual([]);
  });
});
