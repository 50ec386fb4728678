import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '@moments/kernel';
import { masked, readBankAccount } from './bank-account.js';

const fieldOf = (bic: string, accountNumber: string): string | undefined => {
  try {
    readBankAccount({ bic, accountNumber });
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems()[0]?.field?.join('.');
    throw error;
  }
  return undefined;
};

describe('a bank account', () => {
  it('is read with the spaces that people write', () => {
    expect(readBankAccount({ bic: ' 049805746 ', accountNumber: '4060 2810 7000 0000 0025' })).toEqual({
      ...{ kind: 'RU_ACCOUNT', bic: '049805746', number: '40602810700000000025' },
    });
    expect(readBankAccount({ bic: 'deutdeff', accountNumber: 'de89 3704 0044 0532 0130 00' })).toEqual({
      ...{ kind: 'IBAN', bic: 'DEUTDEFF', number: 'DE89370400440532013000' },
    });
  });

  it('has a bank of its own kind', () => {
    expect(fieldOf('DEUTDEFF', '40602810700000000025')).toBe('bic');
    expect(fieldOf('049805746', 'DE89370400440532013000')).toBe('bic');
    expect(fieldOf('', '')).toBe('bic');
  });

  it('has a number that its bank could have given, of a client, in roubles', () => {
    expect(fieldOf('049805746', '40602810800000000025')).toBe('accountNumber');
    expect(fieldOf('049805746', '4060281070000000002')).toBe('accountNumber');
    expect(fieldOf('049805000', '30101810800000000746')).toBe('accountNumber');
    expect(fieldOf('DEUTDEFF', 'DE89370400440532013001')).toBe('accountNumber');
  });

  it('shows its last four characters', () => {
    expect(masked(readBankAccount({ bic: '049805746', accountNumber: '40602810700000000025' }))).toBe('•••• 0025');
  });
});
