import { describe, expect, it } from '@jest/globals';
import { atLeast, differences, including, number, oneOf, text } from './expecting.js';

describe('an answer is as expected', () => {
  it.each([
    ['with more than was asked about', { a: 1, b: 2 }, { a: 1 }],
    ['with the same list', [1, { a: null, b: 0 }], [1, { a: null }]],
    ['with a text of that form', 'mom_1', text(/^mom_/)],
    ['with enough in a list', [1, 2], atLeast(2)],
    ['with a large enough number', 3, number(3)],
    ['with one of several', 'SENT', oneOf('SENT', 'PAID')],
    ['with an element among others', [{ id: 1 }, { id: 2, x: 1 }], including({ id: 2 })],
  ])('%s', (_, actual, expected) => {
    expect(differences(actual, expected)).toEqual([]);
  });
});

describe('what is not as expected is told with its place', () => {
  it.each([
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, 'the answer.a.b is 1, not 2'],
    ['nothing', {}, { a: 1 }, 'the answer.a is missing, not 1'],
    ['null instead of an object', { a: null }, { a: { b: 1 } }, 'the answer.a is null, not an object'],
    ['a longer list', [1, 2], [1], 'the answer is [1,2], not a list of 1'],
    ['an empty list', { a: [] }, { a: atLeast(1) }, 'the answer.a is [], not a list of 1 or more'],
    ['a number as text', '3', number(1), 'the answer is "3", not a number of 1 or more'],
    ['no such element', [{ id: 1 }], including({ id: 2 }), 'the answer is [{"id":1}], not a list with {"id":2}'],
  ])('%s', (_, actual, expected, told) => {
    expect(differences(actual, expected)).toEqual([told]);
  });
});
