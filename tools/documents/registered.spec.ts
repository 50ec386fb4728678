import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createHash } from 'node:crypto';
import { documentsOf, listOf, problemsOf } from './registered.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const me = 'query Me {\n  me\n}\n';

describe('the documents of an app', () => {
  it('are the text of a .graphql file to the byte, so that its hash is the one that the app sends', () => {
    expect(documentsOf({ path: 'me.graphql', text: me })).toEqual([me]);
    expect(listOf([me])).toEqual({ [sha256(me)]: me });
  });

  it('are read from what Apollo’s and Relay’s builds write', () => {
    const operations = [{ id: 'any', name: 'Me', type: 'query', body: me }];
    const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations };
    expect(documentsOf({ path: 'm.json', text: JSON.stringify(apollo) })).toEqual([me]);
    expect(documentsOf({ path: 'r.json', text: JSON.stringify({ abc: me }) })).toEqual([me]);
  });

  it('are no list of anything else', () => {
    expect(() => documentsOf({ path: 'm.json', text: '{"operations":[1]}' })).toThrow();
  });

  it('are told apart from what the schema does not answer', () => {
    const schema = buildSchema('type Query { me: String }');
    expect(problemsOf(schema, me)).toEqual([]);
    expect(problemsOf(schema, '{ you }')).toEqual(['Cannot query field "you" on type "Query".']);
    expect(problemsOf(schema, '{ me')).toEqual([expect.stringContaining('Syntax Error')]);
  });

  it('make the same list in whatever order they come', () => {
    const other = '{ me }';
    expect(JSON.stringify(listOf([other, me, me]))).toBe(JSON.stringify(listOf([me, other])));
  });
});
