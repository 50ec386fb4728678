import { describe, expect, it } from '@jest/globals';
import { isReceiptOf, receiptName } from './receipt-address.js';

const inn = '500100732259';
const receipt = `https://lknpd.nalog.ru/api/v1/receipt/${inn}/200a1b2c3d/print`;

describe('the address of a receipt', () => {
  it('is one of the tax service, with the creator’s own INN', () => {
    expect(isReceiptOf(receipt, inn)).toBe(true);
    expect(isReceiptOf(receipt, '500100732258')).toBe(false);
    for (const other of [
      'not an address',
      receipt.replace('https', 'http'),
      receipt.replace('lknpd.nalog.ru', 'lknpd.nalog.ru.example'),
      receipt.replace('lknpd.nalog.ru', 'ada@lknpd.nalog.ru'),
      receipt.replace('receipt', 'receipts'),
      receipt.replace('200a1b2c3d', '../200a1b2c3d'),
    ]) {
      expect(isReceiptOf(other, inn)).toBe(false);
    }
  });

  it('is one however it is written', () => {
    expect(receiptName(`${receipt}?x=1#y`)).toBe(receipt);
    expect(receiptName(receipt.replace('/print', ''))).toBe(receipt);
  });
});
