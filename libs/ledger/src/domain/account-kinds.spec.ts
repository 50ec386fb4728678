import { describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { type AccountAddress, accountKinds, addresses, kindOf, parseAddress } from './account-kinds.js';

const uuid = newId<'account'>();

describe('the kinds of accounts', () => {
  it('know every address that can be made, each as another kind', () => {
    const made = Object.values(addresses).map((make) => (typeof make === 'string' ? make : make(uuid as never)));
    expect(new Set(made.map((address) => kindOf(address).name))).toEqual(new Set(Object.keys(accountKinds)));
    expect(made.every((address) => parseAddress(address) === address)).toBe(true);
  });

  it('let nothing go unguarded: what keeps no balance may go negative, and besides the platform’s own only debts do so', () => {
    for (const [name, { keepsBalance, mayGoNegative, owner }] of Object.entries(accountKinds)) {
      expect(keepsBalance || mayGoNegative).toBe(true);
      if (mayGoNegative && name !== 'creator_debt') expect(owner).toBe('platform');
    }
  });

  it.each([
    '',
    'bank:',
    'Bank',
    'seller::wallet',
    'seller:<id>:wallet',
    `seller:${uuid}:available`,
    `seller:${uuid.toUpperCase()}:wallet`,
    `seller:${uuid}:wallet:more`,
    `seller:${uuid}`,
    `creator:${uuid}:pending `,
    `creator:${uuid}:${uuid}:pending`,
  ])('know no address %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
    expect(() => kindOf(text as AccountAddress)).toThrow(TypeError);
  });
});
