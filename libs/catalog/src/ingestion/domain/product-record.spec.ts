import { describe, expect, it } from '@jest/globals';
import { productRecord } from './product-record.js';
import { readRecord } from './read-record.js';

const schema = productRecord({ attributes: 2 });
const read = (line: string | Buffer) => readRecord(Buffer.from(line as string), schema);
const readFields = (fields: object) => read(JSON.stringify({ externalId: 'sku-1', ...fields }));
const faultsIn = (fields: object) => {
  const result = readFields(fields);
  return 'faults' in result ? result.faults.map(({ field, reason }) => `${field}: ${reason}`) : [];
};
const price = (amount: unknown, currency: unknown = 'RUB') => ({ price: { amount, currency } });

describe('a line about a product', () => {
  it('may hold every field', () => {
    const fields = {
      sellerExternalId: 'shop',
      title: ' Лампа\u200b ',
      brand: 'Люкс',
      description: 'One\r\ntwo',
      category: ['Дом', 'Свет'],
      attributes: [{ name: 'Цвет', value: 'red\tand\n\u0000green' }],
      price: { amount: '1234.50', currency: 'RUB' },
      oldPrice: { amount: '2000', currency: 'RUB' },
      image: { url: 'https://img.example/a b.jpg', width: 320, height: 240 },
      stock: 0,
      rating: 4.5,
      reviewsCount: 12,
      deleted: false,
    };
    expect(readFields(fields)).toEqual({
      deleted: false,
      record: {
        ...fields,
        externalId: 'sku-1',
        title: 'Лампа',
        description: 'One\ntwo',
        attributes: [{ name: 'Цвет', value: 'red and  green' }],
        price: { minor: 123450n, currency: 'RUB' },
        oldPrice: { minor: 200000n, currency: 'RUB' },
        image: { url: 'https://img.example/a%20b.jpg', width: 320, height: 240, thumbhash: null },
      },
    });
  });

  it('keeps apart what is left out and what is cleared', () => {
    expect(readFields({ brand: null })).toEqual({ deleted: false, record: { externalId: 'sku-1', brand: null } });
  });

  it('may be a delete mark, with nothing else', () => {
    expect(readFields({ deleted: true })).toEqual({ externalId: 'sku-1', deleted: true });
    expect(faultsIn({ deleted: true, title: 'x' })).toEqual(['title: is unknown here']);
  });

  it.each([
    ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['is not JSON', '{"externalId": "sku-1", "rating": NaN}'],
    ['is not JSON', '{"externalId": "sku-1"'],
    ['is not an object of JSON', '[1]'],
    ['is not an object of JSON', 'null'],
  ])('%s', (reason, line) => expect(read(line)).toEqual({ faults: [{ field: '', reason }] }));

  it('that is refused is named by its external id, where that could be read', () => {
    expect(readFields({ stock: -1 })).toMatchObject({ externalId: 'sku-1', faults: [{ field: 'stock' }] });
    expect(readFields({ deleted: true, title: 'x' })).toMatchObject({
      externalId: 'sku-1',
      faults: [{ field: 'title' }],
    });
    for (const externalId of ['a b', 'x'.repeat(10_000), 7]) {
      expect(readFields({ externalId })).toMatchObject({ externalId: undefined, faults: [{ field: 'externalId' }] });
    }
  });

  it.each([
    [price('0.00'), []],
    [price('-0.01'), ['price.amount: must not be negative']],
    [price('-0'), ['price.amount: must not be negative']],
    [price('NaN'), ['price.amount: is not an amount of this currency: "1234.50"']],
    [price('1e3'), ['price.amount: is not an amount of this currency: "1234.50"']],
    [price('1.001'), ['price.amount: is not an amount of this currency: "1234.50"']],
    [price('92233720368547758.07'), []],
    [price('92233720368547758.08'), ['price.amount: is not an amount of this currency: "1234.50"']],
    [price(10), ['price.amount: must be a decimal in a text: "1234.50"']],
    [price('10', 'XXX'), ['price.currency: is not a supported currency']],
    [price('10', 'rub'), ['price.currency: is not a supported currency']],
    [
      { ...price('10'), oldPrice: { amount: '20', currency: 'EUR' } },
      ['oldPrice.currency: is not the currency of the price'],
    ],
    [{ stock: -1 }, ['stock: must not be negative']],
    [{ stock: 2_147_483_647 }, []],
    [{ title: '' }, ['title: must not be empty']],
    [{ title: null }, ['title: must be a text']],
    [{ title: 'a'.repeat(500) }, []],
    [{ title: 'a'.repeat(501) }, ['title: must be at most 500 characters long']],
    [{ title: '\u0000' }, ['title: must not be empty']],
    [{ title: 'a\ud800' }, ['title: is broken Unicode']],
    [{ colour: 'red' }, ['colour: is unknown here']],
    [{ externalId: 'a b' }, ['externalId: must be 1 to 100 letters, digits, dots, colons, dashes']],
    [{ image: { url: 'javascript:alert(1)', width: 1, height: 1 } }, ['image.url: must be an https address']],
    [{ attributes: Array.from({ length: 2 }, () => ({ name: 'a', value: 'b' })) }, []],
    [{ attributes: Array.from({ length: 3 }, () => ({ name: 'a', value: 'b' })) }, ['attributes: must be at most 2']],
    [{ attributes: [{ name: 'a', value: '' }] }, ['attributes.0.value: must not be empty']],
  ])('that says %j is told: %j', (fields, faults) => expect(faultsIn(fields)).toEqual(faults));

  it('is told everything that is wrong with it', () => {
    expect(faultsIn({ title: '', stock: -1 })).toEqual(['title: must not be empty', 'stock: must not be negative']);
  });
});
