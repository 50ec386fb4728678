import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JournalEntryId, newId } from '@moments/kernel';
import type { AccountAddress } from '../domain/account-kinds.js';
import { type LedgerWorld, openLedgerWorld, rub, transfer } from '../testing/index.js';

let world: LedgerWorld;
let [ada, bob, eve]: AccountAddress[] = [];

beforeAll(async () => {
  world = await openLedgerWorld();
});
beforeEach(async () => {
  [ada, bob, eve] = [await world.wallet('50.00'), await world.wallet(), await world.wallet()];
});
afterAll(() => world.close());

const paid = async (): Promise<JournalEntryId> => {
  const entry = transfer(ada!, bob!, rub('20.00'));
  const { id } = await world.post({
    ...entry,
    postings: [...entry.postings, { from: ada!, to: eve!, amount: rub('10.00') }],
  });
  return id;
};

describe('a reversal', () => {
  it('takes back the whole entry, the way it came, and once', async () => {
    const id = await paid();
    const key = newId();
    const reversal = await world.reverse(id, undefined, key);
    expect([await world.balance(ada!), await world.balance(bob!), await world.balance(eve!)]).toEqual([5_000n, 0n, 0n]);
    expect(await world.reverse(id, undefined, key)).toEqual({ ...reversal, replayed: true });
    await expect(world.reverse(id, rub('1.00'), key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await expect(world.reverse(id)).rejects.toMatchObject({ reason: 'reversal_exceeds_entry', left: rub('0.00') });
    const [view] = await world.queries.entries([reversal.id]);
    expect(view).toMatchObject({ reverses: id });
  });

  it('takes back parts, shared over the payees, never more than is left', async () => {
    const id = await paid();
    await world.reverse(id, rub('10.00'));
    expect([await world.balance(bob!), await world.balance(eve!)]).toEqual([1_333n, 667n]);
    await expect(world.reverse(id, rub('20.01'))).rejects.toMatchObject({ left: rub('20.00') });
    await world.reverse(id, rub('20.00'));
    expect([await world.balance(ada!), await world.balance(bob!), await world.balance(eve!)]).toEqual([5_000n, 0n, 0n]);
  });

  it('takes back parts of single postings', async () => {
    const id = await paid();
    const reverse = (ordinal: number, amount: string) =>
      world.database.transaction((tx) =>
        world.ledger.reverse(tx, {
          ...{ entryId: id, key: newId(), kind: 'reversal', reference: 'test' },
          parts: [{ ordinal, amount: rub(amount) }],
        }),
      );
    await reverse(2, '9.99');
    await expect(reverse(2, '0.02')).rejects.toMatchObject({ left: rub('0.01') });
    await expect(reverse(3, '0.01')).rejects.toMatchObject({ left: rub('0.00') });
    expect([await world.balance(bob!), await world.balance(eve!)]).toEqual([2_000n, 1n]);
  });

  it('is refused whole when the money is no longer where it went', async () => {
    const id = await paid();
    await world.post(transfer(eve!, bob!, rub('0.01')));
    await expect(world.reverse(id)).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS', address: eve });
    expect(await world.balance(ada!)).toBe(2_000n);
  });

  it('is not for reversals, nor for what was never posted', async () => {
    const reversal = await world.reverse(await paid());
    await expect(world.reverse(reversal.id)).rejects.toMatchObject({ reason: 'reversal_of_reversal' });
    await expect(world.reverse(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
