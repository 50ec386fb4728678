import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { after, type HoldId, type Money, newId } from '@moments/kernel';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import { type LedgerWorld, openLedgerWorld, rub, transfer } from '../testing/index.js';
import type { CaptureCommand, ReserveCommand } from './holds.service.js';

let world: LedgerWorld;
let [ada, bob, eve]: AccountAddress[] = [];

beforeAll(async () => {
  world = await openLedgerWorld();
});
beforeEach(async () => {
  [ada, bob, eve] = [await world.wallet('50.00'), await world.wallet(), await world.wallet()];
});
afterAll(() => world.close());

const reserve = (amount: Money, more: Partial<ReserveCommand> = {}) =>
  world.database.transaction((tx) =>
    world.holds.reserve(tx, { address: ada!, amount, key: newId(), reference: 'test', ...more }),
  );
const capture = (holdId: HoldId, to: CaptureCommand['to'], more: Partial<CaptureCommand> = {}) =>
  world.database.transaction((tx) =>
    world.holds.capture(tx, { holdId, key: newId(), kind: 'capture', reference: 'test', to, ...more }),
  );
const release = (holdId: HoldId) => world.database.transaction((tx) => world.holds.release(tx, holdId));

describe('reserving', () => {
  it('keeps money from being spent, and moves none', async () => {
    await reserve(rub('30.00'));
    expect([await world.balance(ada!), await world.available(ada!)]).toEqual([5_000n, 2_000n]);
    await expect(world.post(transfer(ada!, bob!, rub('20.01')))).rejects.toMatchObject({ missing: rub('0.01') });
    await world.post(transfer(ada!, bob!, rub('20.00')));
    expect([await world.balance(ada!), await world.available(ada!)]).toEqual([3_000n, 0n]);
  });

  it('takes all that is available, and not a kopeck more', async () => {
    await reserve(rub('30.00'));
    await expect(reserve(rub('20.01'))).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS', missing: rub('0.01') });
    await reserve(rub('20.00'));
    expect(await world.available(ada!)).toBe(0n);
  });

  it('is once for one key, and refuses another input under it', async () => {
    const key = newId();
    const first = await reserve(rub('30.00'), { key });
    expect(await reserve(rub('30.00'), { key, expiresAt: after(world.clock.now(), 1) })).toEqual(first);
    await expect(reserve(rub('30.01'), { key })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await expect(reserve(rub('30.00'), { key, address: bob! })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await world.available(ada!)).toBe(2_000n);
  });

  it.each(['0.00', '-1.00'])('refuses %s', async (amount) => {
    await expect(reserve(rub(amount))).rejects.toMatchObject({ reason: 'amount_not_positive' });
  });

  it('is not for closed accounts, nor for those that keep no balance', async () => {
    await expect(reserve(rub('1.00'), { address: addresses.bank })).rejects.toThrow(TypeError);
    await world.database.transaction((tx) => world.ledger.close(tx, eve!));
    await expect(reserve(rub('1.00'), { address: eve! })).rejects.toMatchObject({ reason: 'ledger_account_closed' });
  });
});

describe('capturing', () => {
  it('pays one or several payees, part by part, until nothing is left', async () => {
    const { id } = await reserve(rub('30.00'));
    await capture(id, [
      { address: bob!, amount: rub('10.00') },
      { address: eve!, amount: rub('5.00') },
    ]);
    expect([await world.balance(ada!), await world.available(ada!)]).toEqual([3_500n, 2_000n]);
    await expect(capture(id, [{ address: bob!, amount: rub('15.01') }])).rejects.toMatchObject({
      reason: 'hold_exceeded',
      left: rub('15.00'),
    });
    await capture(id, [{ address: bob!, amount: rub('15.00') }]);
    expect([await world.balance(ada!), await world.available(ada!)]).toEqual([2_000n, 2_000n]);
    expect([await world.balance(bob!), await world.balance(eve!)]).toEqual([2_500n, 500n]);
    await expect(capture(id, [{ address: bob!, amount: rub('0.01') }])).rejects.toMatchObject({
      reason: 'hold_closed',
    });
    await expect(release(id)).rejects.toMatchObject({ reason: 'hold_closed' });
  });

  it('gives back the rest when it is told to', async () => {
    const { id } = await reserve(rub('30.00'));
    await capture(id, [{ address: bob!, amount: rub('10.00') }], { releaseRest: true });
    expect([await world.balance(ada!), await world.available(ada!)]).toEqual([4_000n, 4_000n]);
    expect(await release(id)).toMatchObject({ status: 'RELEASED', captured: rub('10.00'), released: rub('20.00') });
  });

  it('gives the first entry when the same capture comes again, also after the hold is over', async () => {
    const { id } = await reserve(rub('30.00'));
    const to = [{ address: bob!, amount: rub('30.00') }];
    const first = await capture(id, to, { key: `${id}:capture` });
    expect(await capture(id, to, { key: `${id}:capture` })).toEqual({ ...first, replayed: true });
    const other = capture(id, [{ address: bob!, amount: rub('29.00') }], { key: `${id}:capture` });
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await world.balance(bob!)).toBe(3_000n);
  });

  it('needs a hold', async () => {
    await expect(capture(newId(), [{ address: bob!, amount: rub('1.00') }])).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('releasing', () => {
  it('gives back what is left, and doing it again changes nothing', async () => {
    const { id } = await reserve(rub('30.00'));
    await capture(id, [{ address: bob!, amount: rub('10.00') }]);
    const released = await release(id);
    expect(released).toMatchObject({ status: 'RELEASED', left: rub('0.00'), released: rub('20.00') });
    expect(await release(id)).toEqual(released);
    expect([await world.balance(ada!), await world.available(ada!)]).toEqual([4_000n, 4_000n]);
    await expect(capture(id, [{ address: bob!, amount: rub('1.00') }])).rejects.toMatchObject({
      reason: 'hold_closed',
    });
  });
});

describe('expiry', () => {
  it('is at the very instant that was set: until then it can be captured, from then on only given back', async () => {
    const expiresAt = after(world.clock.now(), 1_000);
    const { id } = await reserve(rub('30.00'), { expiresAt });
    const lasting = await reserve(rub('5.00'));
    world.clock.advance(999);
    await capture(id, [{ address: bob!, amount: rub('1.00') }]);
    expect(await world.holds.expire(10)).toBe(0);
    world.clock.advance(1);
    await expect(capture(id, [{ address: bob!, amount: rub('1.00') }])).rejects.toMatchObject({ code: 'EXPIRED' });
    expect(await world.holds.expire(10)).toBe(1);
    expect(await world.holds.expire(10)).toBe(0);
    expect(await release(id)).toMatchObject({ status: 'EXPIRED', released: rub('29.00') });
    expect(await world.available(ada!)).toBe(4_400n);
    await release(lasting.id);
  });

  it('cannot be in the past', async () => {
    await expect(reserve(rub('1.00'), { expiresAt: world.clock.now() })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      problems: expect.any(Function),
    });
  });
});
