import { businessDayOf, formatAmount } from '@moments/kernel';
import { type PaymentBatch, type PaymentOrder, purposeOf } from './payment-order.js';
import { encodeWindows1251 } from './windows-1251.js';

type Fields = readonly (readonly [name: string, value: string])[];

const lineBreaks = /[\r\n]+/g;
const write = (fields: Fields): string[] =>
  fields.map(([name, value]) => `${name}=${value.replaceAll(lineBreaks, ' ')}`);

const dayOf = (at: Date): string => businessDayOf(at).split('-').toReversed().join('.');

/** Moscow's clock: it has had no summer time since 2014. */
const timeOf = (at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Moscow', timeStyle: 'medium', hourCycle: 'h23' }).format(at);

const order = (payment: PaymentOrder, { debtor, sentAt }: PaymentBatch): string[] => [
  'СекцияДокумент=Платежное поручение',
  ...write([
    ['Номер', `${payment.number}`],
    ['Дата', dayOf(sentAt)],
    ['Сумма', formatAmount(payment.net)],
    ['ПлательщикСчет', debtor.account],
    ['Плательщик', `ИНН ${debtor.inn} ${debtor.name}`],
    ['ПлательщикИНН', debtor.inn],
    ['ПлательщикКПП', debtor.kpp],
    ['Плательщик1', debtor.name],
    ['ПлательщикРасчСчет', debtor.account],
    ['ПлательщикБанк1', debtor.bankName],
    ['ПлательщикБИК', debtor.bic],
    ['ПлательщикКорсчет', debtor.correspondentAccount],
    ['ПолучательСчет', payment.accountNumber],
    ['Получатель', `ИНН ${payment.payeeInn} ${payment.payeeName}`],
    ['ПолучательИНН', payment.payeeInn],
    ['Получатель1', payment.payeeName],
    ['ПолучательРасчСчет', payment.accountNumber],
    ['ПолучательБанк1', payment.bankName],
    ['ПолучательБИК', payment.bic],
    ...(payment.correspondentAccount === null ? [] : [['ПолучательКорсчет', payment.correspondentAccount] as const]),
    ['ВидПлатежа', ''],
    ['ВидОплаты', '01'],
    ['Очередность', '5'],
    ['НазначениеПлатежа', purposeOf(payment)],
  ]),
  'КонецДокумента',
];

/** Whether the format has a way to say every payment: it knows Russian accounts only. */
export const fitsExchange1c = ({ orders }: PaymentBatch): boolean => orders.every(({ kind }) => kind === 'RU_ACCOUNT');

/**
 * A batch as accounting programs exchange it with bank clients: 1CClientBankExchange, version 1.03, in windows-1251. The
 * same batch is always the same bytes.
 */
export function writeExchange1c(batch: PaymentBatch): Buffer {
  const { debtor, sentAt, orders } = batch;
  const lines = [
    '1CClientBankExchange',
    ...write([
      ['ВерсияФормата', '1.03'],
      ['Кодировка', 'Windows'],
      ['Отправитель', 'Moments'],
      ['Получатель', ''],
      ['ДатаСоздания', dayOf(sentAt)],
      ['ВремяСоздания', timeOf(sentAt)],
      ['ДатаНачала', dayOf(sentAt)],
      ['ДатаКонца', dayOf(sentAt)],
      ['РасчСчет', debtor.account],
      ['Документ', 'Платежное поручение'],
    ]),
    ...orders.flatMap((payment) => order(payment, batch)),
    'КонецФайла',
  ];
  return encodeWindows1251(`${lines.join('\r\n')}\r\n`);
}
