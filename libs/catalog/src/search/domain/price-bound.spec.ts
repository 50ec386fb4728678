import { describe, expect, it } from '@jest/globals';
import { priceBound } from './price-bound.js';

describe('a bound of prices', () => {
  it.each([
    ['9.99', 'up', { RUB: '999', JPY: '10', KWD: '9990' }],
    ['9.99', 'down', { RUB: '999', JPY: '9', KWD: '9990' }],
    ['9.991', 'up', { RUB: '1000', KWD: '9991' }],
    ['9.991', 'down', { RUB: '999' }],
    ['10', 'up', { RUB: '1000', JPY: '10' }],
    ['0', 'down', { RUB: '0' }],
    ['-0.01', 'down', { RUB: '-1', JPY: '-1' }],
    ['92233720368547758.07', 'down', { RUB: '9223372036854775807' }],
    ['92233720368547758.08', 'down', { RUB: '9223372036854775807' }],
  ] as const)('%s, rounded %s, is %j', (decimal, rounding, bound) =>
    expect(priceBound(decimal, rounding)).toMatchObject(bound),
  );
});
