import { describe, expect, it } from '@jest/globals';
import { currency, idFromUuid } from '@moments/kernel';
import fc from 'fast-check';
import { structureProblems } from '../testing/pain001-structure.js';
import { fitsExchange1c, writeExchange1c } from './domain/exchange-1c.js';
import { writePain001 } from './domain/pain001.js';
import { bankReference, type PaymentBatch, type PaymentOrder, payoutOfReference } from './domain/payment-order.js';
import { all, readXml, textAt } from './read-xml.js';
import { encodeWindows1251 } from './domain/windows-1251.js';

const order = (change: Partial<PaymentOrder> = {}): PaymentOrder => ({
  payoutId: idFromUuid<'payout'>('01935a1c-0000-7000-8000-000000000001'),
  position: 1,
  number: 4_711,
  net: { minor: 87_000n, currency: currency('RUB') },
  ...{ payeeName: 'Ада Лавлейс', payeeInn: '500100732259', kind: 'RU_ACCOUNT' as const, bic: '049805746' },
  ...{ accountNumber: '40602810700000000025', bankName: 'Банк «Пример»', correspondentAccount: null },
  ...change,
});

const batch = (...orders: PaymentOrder[]): PaymentBatch => ({
  id: idFromUuid<'payoutBatch'>('01935a1c-0000-7000-8000-0000000000b1'),
  sentAt: new Date('2026-11-22T21:30:00.123Z'),
  debtor: {
    ...{ name: 'ООО «Моментс» & Co', inn: '7830002293', kpp: '783001001', bic: '049805746' },
    ...{ account: '40602810700000000025', bankName: 'Банк', correspondentAccount: '30101810800000000746' },
  },
  orders,
});

const iban = { kind: 'IBAN' as const, bic: 'DEUTDEFF', accountNumber: 'DE89370400440532013000' };

describe('a pain.001.001.09', () => {
  it('has the structure of the standard, whatever names and banks are called', () => {
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter((name) => /\p{L}/u.test(name));
    const minor = fc.bigInt({ min: 1n, max: 999_999_999_999n });
    fc.assert(
      fc.property(names, names, minor, fc.boolean(), (payeeName, bankName, amount, abroad) => {
        const payment = order({ payeeName, bankName, ...(abroad ? iban : {}) });
        const net = { minor: amount, currency: currency('RUB') };
        const file = readXml(writePain001(batch({ ...payment, net }, order({ position: 2 }))));
        expect(structureProblems(file)).toEqual([]);
      }),
    );
  });

  it('names the payout from end to end, and adds up', () => {
    const first = order();
    const second = order({ payoutId: idFromUuid<'payout'>('01935a1c-0000-7000-8000-000000000002'), position: 2 });
    const [message] = all(readXml(writePain001(batch(first, second))), 'CstmrCdtTrfInitn');

    expect(textAt(message!, 'GrpHdr', 'CtrlSum')).toBe('1740.00');
    expect(textAt(message!, 'GrpHdr', 'NbOfTxs')).toBe('2');
    // Half past midnight in Moscow: the next day.
    expect(textAt(message!, 'PmtInf', 'ReqdExctnDt', 'Dt')).toBe('2026-11-23');
    const references = all(message!, 'PmtInf', 'CdtTrfTxInf', 'PmtId', 'EndToEndId').map(({ text }) => text);
    expect(references).toEqual([bankReference(first.payoutId), bankReference(second.payoutId)]);
    expect(references.map(payoutOfReference)).toEqual([first.payoutId, second.payoutId]);
  });

  it('is the same to the byte when it is written again', () => {
    expect(writePain001(batch(order()))).toEqual(writePain001(batch(order())));
  });

  it('is told from what is not one', () => {
    const broken = (change: (text: string) => string) =>
      structureProblems(readXml(Buffer.from(change(writePain001(batch(order())).toString()))));

    expect(broken((text) => text.replace(/ *<EndToEndId>.*\n/, ''))).not.toEqual([]);
    expect(broken((text) => text.replace('<PmtMtd>TRF</PmtMtd>', ''))).not.toEqual([]);
    expect(broken((text) => text.replace('Ccy="RUB"', ''))).not.toEqual([]);
    expect(broken((text) => text.replace('870.00', '870,00'))).not.toEqual([]);
  });
});

describe('a 1CClientBankExchange', () => {
  it('reads in windows-1251 as the accountants’ programs write it', () => {
    const text = new TextDecoder('windows-1251').decode(writeExchange1c(batch(order())));
    const lines = text.split('\r\n');

    expect(lines.slice(0, 4)).toEqual([
      '1CClientBankExchange',
      'ВерсияФормата=1.03',
      'Кодировка=Windows',
      'Отправитель=Moments',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        ...['ДатаСоздания=23.11.2026', 'ВремяСоздания=00:30:00', 'СекцияДокумент=Платежное поручение', 'Номер=4711'],
        ...['Дата=23.11.2026', 'Сумма=870.00', 'ПолучательСчет=40602810700000000025', 'ПолучательБИК=049805746'],
        ...[
          'ПолучательИНН=500100732259',
          'Получатель1=Ада Лавлейс',
          'Плательщик1=ООО «Моментс» & Co',
          'КонецДокумента',
        ],
      ]),
    );
    expect(lines.slice(-2)).toEqual(['КонецФайла', '']);
  });

  it('names the correspondent account of the payee’s bank where it is known', () => {
    const accountOf = (correspondentAccount: string | null) =>
      new TextDecoder('windows-1251')
        .decode(writeExchange1c(batch(order({ correspondentAccount }))))
        .split('\r\n')
        .filter((line) => line.startsWith('ПолучательКорсчет'));
    expect(accountOf('30101810800000000746')).toEqual(['ПолучательКорсчет=30101810800000000746']);
    expect(accountOf(null)).toEqual([]);
  });

  it('keeps a line a line whatever a name has in it', () => {
    const text = writeExchange1c(batch(order({ payeeName: 'Ада\r\nСумма=999999.00' })));
    const sums = new TextDecoder('windows-1251')
      .decode(text)
      .split('\r\n')
      .filter((line) => line.startsWith('Сумма='));
    expect(sums).toEqual(['Сумма=870.00']);
  });

  it('has no way to say an account abroad', () => {
    expect(fitsExchange1c(batch(order()))).toBe(true);
    expect(fitsExchange1c(batch(order(), order(iban)))).toBe(false);
  });
});

describe('windows-1251', () => {
  it('keeps what it has, drops accents that it lacks, and asks for the rest', () => {
    const read = (text: string) => new TextDecoder('windows-1251').decode(encodeWindows1251(text));
    expect(read('Ёлка № 5 — «ї»')).toBe('Ёлка № 5 — «ї»');
    expect(read('Çağrı Müller 好')).toBe('Cagr? Muller ?');
  });
});
