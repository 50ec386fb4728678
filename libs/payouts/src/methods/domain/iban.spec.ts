import { describe, expect, it } from '@jest/globals';
import { isIban, isInternationalBic } from './iban.js';

describe('an IBAN', () => {
  it.each(['DE89370400440532013000', 'GB82WEST12345698765432', 'TR330006100519786457841326', 'KZ86125KZT5004100100'])(
    'is %s',
    (iban) => expect(isIban(iban)).toBe(true),
  );

  it('has remainder 1 modulo 97: a wrong digit and two that are swapped are noticed', () => {
    expect(isIban('DE89370400440532013001')).toBe(false);
    expect(isIban('DE89370400440532010300')).toBe(false);
  });

  it('is as long as its country’s are, and of a country that has them', () => {
    expect(isIban('DE8937040044053201300')).toBe(false);
    expect(isIban('RU89370400440532013000')).toBe(false);
    expect(isIban('')).toBe(false);
  });
});

describe('a BIC of ISO 9362', () => {
  it('has 8 or 11 characters', () => {
    expect(isInternationalBic('DEUTDEFF')).toBe(true);
    expect(isInternationalBic('DEUTDEFF500')).toBe(true);
    expect(isInternationalBic('DEUTDEFF5')).toBe(false);
    expect(isInternationalBic('044525225')).toBe(false);
  });
});
