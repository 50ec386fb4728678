import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '@moments/kernel';
import { parseDeposit } from './deposit-input.js';

const told = {
  reference: 'D-1',
  payee: 'acc_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5b',
  amount: { amount: '1000.00', currency: 'RUB' },
  receivedAt: '2026-01-31T15:00:00+03:00',
  details: 'Top-up',
};

function problemsOf(input: unknown): [string, string][] {
  try {
    parseDeposit(input);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems().map(({ field, message }) => [(field ?? []).join('.'), message]);
  }
}

describe('what a bank tells of a deposit', () => {
  it('is read exactly', () => {
    expect(parseDeposit(told)).toEqual({
      reference: 'D-1',
      payee: told.payee,
      amount: { minor: 100_000n, currency: 'RUB' },
      receivedAt: new Date('2026-01-31T12:00:00Z'),
      details: 'Top-up',
    });
  });

  it.each([undefined, null, '', 'somebody', 'Anna\tPetrova,\nfor the shop', 'a'.repeat(2_000)])(
    'may name %j as the payee',
    (payee) => {
      expect(parseDeposit({ ...told, payee, details: undefined })).toMatchObject({ payee: payee ?? '', details: '' });
    },
  );

  it.each([
    ['0', 'RUB', 'amount.amount', 'must be more than zero'],
    ['0.00', 'RUB', 'amount.amount', 'must be more than zero'],
    ['-0.01', 'RUB', 'amount.amount', 'must be more than zero'],
    ['-1', 'RUB', 'amount.amount', 'must be more than zero'],
    ['0.001', 'RUB', 'amount.amount', 'is not an amount with at most 2 decimals'],
    ['1.0', 'JPY', 'amount.amount', 'is not an amount with at most 0 decimals'],
    // 18 digits of minor units are the most; 19, and more than storage has, are too many.
    ['10000000000000000.00', 'RUB', 'amount.amount', 'is too large'],
    ['1000000000000000000', 'JPY', 'amount.amount', 'is too large'],
    ['99999999999999999999', 'RUB', 'amount.amount', 'is too large'],
    ['1e3', 'RUB', 'amount.amount', 'must be a decimal number as a string: "1234.50"'],
    ['NaN', 'RUB', 'amount.amount', 'must be a decimal number as a string: "1234.50"'],
    ['1,50', 'RUB', 'amount.amount', 'must be a decimal number as a string: "1234.50"'],
    [1000, 'RUB', 'amount.amount', 'must be a decimal number as a string: "1234.50"'],
    ['1', 'XXX', 'amount.currency', 'is not a supported currency'],
    ['1', 'rub', 'amount.currency', 'is not a supported currency'],
    ['1', '__proto__', 'amount.currency', 'is not a supported currency'],
  ])('is refused with the amount %j %s', (amount, currency, field, message) => {
    expect(problemsOf({ ...told, amount: { amount, currency } })).toEqual([[field, message]]);
  });

  it.each([
    ['9999999999999999.99', 'RUB'],
    ['999999999999999999', 'JPY'],
    ['0.01', 'RUB'],
    ['0.001', 'KWD'],
  ])('may be %s %s', (amount, currency) => {
    expect(problemsOf({ ...told, amount: { amount, currency } })).toEqual([]);
  });

  it('is refused with every broken field named', () => {
    const broken = { payee: 1, amount: { amount: '0', currency: 'RUB' }, receivedAt: 'yesterday', details: 'a\0b' };
    expect(problemsOf(broken).map(([field]) => field)).toEqual([
      'reference',
      'payee',
      'amount.amount',
      'receivedAt',
      'details',
    ]);
  });

  it.each([
    ['reference', ''],
    ['reference', 'a'.repeat(201)],
    ['reference', 'D\n1'],
    ['receivedAt', '2026-01-31'],
    ['amount', '1.00 RUB'],
  ])('is refused with the %s %j', (field, value) =>
    expect(problemsOf({ ...told, [field]: value }).map(([name]) => name)).toEqual([field]),
  );

  it.each([[null], ['text'], [[]], [42]])('is not %j', (input) => expect(problemsOf(input)).toHaveLength(1));
});
