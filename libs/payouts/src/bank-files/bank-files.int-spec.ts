import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type PayoutId } from '@moments/kernel';
import { aCamt054, aPain002, PayoutsWorld } from '@moments/testing/payouts';
import { bankReference } from './domain/payment-order.js';

let world: PayoutsWorld;

beforeAll(async () => {
  world = await PayoutsWorld.open();
});
afterAll(() => world.close());
afterEach(async () => {
  expect((await world.reconcile()).drift).toEqual([]);
});

const take = (content: Uint8Array) => world.bank.import({ content, by: null, source: 'test' });

/** Payouts of one creator each, with the bank. */
async function sent(count = 1) {
  const payouts = [];
  for (let n = 0; n < count; n += 1) {
    const { accountId } = await world.aCreator({ available: '1000.00' });
    payouts.push(await world.approved(accountId));
  }
  return { payouts, batch: await world.sendAll() };
}

const statusesOf = (payouts: readonly { id: PayoutId }[]) =>
  Promise.all(payouts.map(async ({ id }) => (await world.payout(id)).status));

describe('a status report', () => {
  it('ends payouts one way or the other, and says nothing of what is still under way', async () => {
    const { payouts, batch } = await sent(3);
    const [first, second, third] = payouts.map((payout) => ({ payout }));
    const outcome = await take(
      aPain002(batch.id, [first!, { ...second!, status: 'RJCT', reason: 'AC01' }, { ...third!, status: 'ACSP' }]),
    );

    expect(outcome).toMatchObject({ settled: 1, refused: 1, noted: 1 });
    expect(await statusesOf(payouts)).toEqual(['PAID', 'REJECTED', 'SENT']);
    expect(await world.available(payouts[1]!.accountId)).toBe(100_000n);
  });

  it('of a whole batch holds for each payout that it does not name', async () => {
    const { payouts, batch } = await sent(2);
    await take(aPain002(batch.id, [{ payout: payouts[0]!, status: 'ACSC' }], { group: 'RJCT' }));
    expect(await statusesOf(payouts)).toEqual(['PAID', 'REJECTED']);
  });

  it('is taken in once however often it comes, also at the same time', async () => {
    const { payouts, batch } = await sent();
    const file = aPain002(batch.id, [{ payout: payouts[0]! }]);
    const outcomes = await Promise.all([take(file), take(file), take(file)]);

    expect(outcomes.every(({ settled }) => settled === 1)).toBe(true);
    expect(await take(aPain002(batch.id, [{ payout: payouts[0]! }]))).toMatchObject({ settled: 0, noted: 1 });
    expect(await statusesOf(payouts)).toEqual(['PAID']);
  });
});

describe('a notification of returns', () => {
  it('may come before the word that the money has left: in the end the same', async () => {
    const { payouts, batch } = await sent();
    const [payout] = payouts;
    expect(await take(aCamt054([{ payout: payout! }]))).toMatchObject({ returned: 1 });
    expect(await take(aPain002(batch.id, [{ payout: payout! }]))).toMatchObject({ noted: 1 });

    expect(await statusesOf(payouts)).toEqual(['RETURNED']);
    expect(await world.available(payout!.accountId)).toBe(100_000n);
  });

  it('also tells of what has left, and passes over what is none of ours', async () => {
    const { payouts } = await sent();
    const left = { payout: payouts[0]!, direction: 'DBIT' as const };
    const others = { ...left, reference: 'NOTPROVIDED' };
    expect(await take(aCamt054([left, others]))).toMatchObject({ settled: 1, passed: 1 });
  });
});

describe('a file that is wrong', () => {
  const nothing = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"/>';
  const bomb = `<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${nothing}`;
  const external = `<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>${nothing}`;

  it.each([
    ['is empty', ''],
    ['is not XML', '1CClientBankExchange'],
    ['breaks off', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'],
    ['is another message', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"/>'],
    ['has nothing in it', nothing],
    ['has entities that grow', bomb],
    ['asks for a file of ours', external],
    ['uses an entity that it does not define', nothing.replace('/>', '>&a;</Document>')],
    ['is nested without end', '<a>'.repeat(10_000)],
    ['is in another encoding', `<?xml version="1.0" encoding="windows-1251"?>${nothing}`],
    ['has a text without end', `<a>${'x'.repeat(20_000)}</a>`],
  ])('because it %s moves nothing, and leaves a line in the audit log', async (_, content) => {
    const before = (await world.audited()).filter((action) => action === 'bank_file.refused').length;
    await expect(take(Buffer.from(content))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      reason: 'bank_file_invalid',
    });
    const after = (await world.audited()).filter((action) => action === 'bank_file.refused').length;
    expect(after).toBe(before + 1);
  });

  it('because it is too large is not read', async () => {
    await expect(take(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'))).rejects.toMatchObject({
      reason: 'bank_file_too_large',
    });
  });

  it('because of one payment moves nothing of the others', async () => {
    const { payouts, batch } = await sent(2);
    const [first, second] = payouts.map((payout) => ({ payout }));
    const unknown = { ...second!, reference: bankReference(newId<'payout'>()) };

    await expect(take(aPain002(batch.id, [first!, unknown]))).rejects.toMatchObject({
      reason: 'bank_file_unknown_payment',
    });
    await expect(take(aPain002(batch.id, [first!, { ...second!, reference: 'x' }]))).rejects.toMatchObject({
      reason: 'bank_file_unknown_payment',
    });
    await expect(take(aPain002(batch.id, [first!, { ...second!, amount: '1000.01' }]))).rejects.toMatchObject({
      reason: 'bank_file_wrong_sum',
    });
    await expect(take(aCamt054([first!, { ...second!, amount: '0.01' }]))).rejects.toMatchObject({
      reason: 'bank_file_wrong_sum',
    });
    expect(await statusesOf(payouts)).toEqual(['SENT', 'SENT']);
  });

  it('because it contradicts what is known, or tells of what the bank never had, moves nothing', async () => {
    const { payouts, batch } = await sent();
    const [payout] = payouts;
    await take(aPain002(batch.id, [{ payout: payout! }]));
    const refused = aPain002(batch.id, [{ payout: payout!, status: 'RJCT' }]);
    await expect(take(refused)).rejects.toMatchObject({ reason: 'bank_file_contradicts' });

    const { accountId } = await world.aCreator({ available: '1000.00' });
    const unsent = await world.approved(accountId);
    const early = aPain002(batch.id, [{ payout: unsent }]);
    await expect(take(early)).rejects.toMatchObject({ reason: 'bank_file_contradicts' });
    expect(await statusesOf([payout!, unsent])).toEqual(['PAID', 'APPROVED']);
  });

  it('because it is about a batch that the bank never had, or says two things of one, moves nothing', async () => {
    const { payouts, batch } = await sent();
    const unknown = aPain002(newId<'payoutBatch'>(), [], { group: 'ACTC' });
    await expect(take(unknown)).rejects.toMatchObject({ reason: 'bank_file_unknown_payment' });
    const both = aPain002(batch.id, [], { group: 'ACSC' })
      .toString()
      .replace('</OrgnlPmtInfId>', '</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>');
    await expect(take(Buffer.from(both))).rejects.toMatchObject({ reason: 'bank_file_invalid' });
    expect(await statusesOf(payouts)).toEqual(['SENT']);
  });

  it('because a return in it does not say of which payment is not passed over', async () => {
    const { payouts } = await sent();
    const silent = aCamt054([{ payout: payouts[0]! }])
      .toString()
      .replace(/<NtryDtls>.*<\/NtryDtls>/s, '<RvslInd>true</RvslInd>');
    await expect(take(Buffer.from(silent))).rejects.toMatchObject({ reason: 'bank_file_invalid' });
  });

  it('because its message id was used for another content is refused', async () => {
    const { payouts, batch } = await sent(2);
    const [first, second] = payouts.map((payout) => ({ payout }));
    await take(aPain002(batch.id, [first!], { id: 'same' }));
    await expect(take(aPain002(batch.id, [second!], { id: 'same' }))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });
});
