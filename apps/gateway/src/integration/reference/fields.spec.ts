import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type JsonSchema, shapesOf } from './fields.js';

const shapes = (schema: z.ZodType) => shapesOf(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);
const fields = (schema: z.ZodType) => shapes(schema).flatMap((shape) => shape.fields);

describe('the fields of a body', () => {
  it('are told with their limits, and whether they are needed', () => {
    const schema = z.object({ name: z.string().max(9).describe('Whose.'), count: z.int().min(1).max(5).optional() });
    expect(fields(schema)).toEqual([
      { path: 'name', type: 'string, 0 to 9 characters', required: true, description: 'Whose.' },
      { path: 'count', type: 'integer, 1 to 5', required: false, description: '' },
    ]);
  });

  it('are told by their path below objects and lists, also where null is another choice', () => {
    const money = z.object({ amount: z.string() });
    const schema = z.object({ price: money.nullish(), lines: z.array(money).max(3) });
    expect(fields(schema).map(({ path, type }) => `${path}: ${type}`)).toEqual([
      'price: object or null',
      'price.amount: string',
      'lines: list of object, 0 to 3',
      'lines[].amount: string',
    ]);
  });

  it('are told for each shape apart, by the word that tells it from the others', () => {
    const paid = z.object({ type: z.literal('paid'), at: z.iso.datetime() });
    const back = z.object({ type: z.literal('back'), at: z.iso.datetime() });
    const gone = z.object({ type: z.literal('gone') });
    const told = z.discriminatedUnion('type', [paid, back, gone]);
    expect(shapes(z.union([told, z.object({ events: z.array(paid) })])).map(({ name }) => name)).toEqual([
      'type: "paid", "back"',
      'type: "gone"',
      '',
    ]);
  });
});
