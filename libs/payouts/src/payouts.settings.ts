import { currency, type Money, parseMoney } from '@moments/kernel';
import { defineSetting } from '@moments/platform';
import { z } from 'zod';
import { hasRightKey, isCorrespondentAccount, isRussianBic } from './methods/domain/russian-account.js';
import { isInn } from './tax/domain/inn.js';

/** What creators are paid in: roubles, as the files say that banks take. */
export const payoutCurrency = currency('RUB');

const amount = z.string().regex(/^\d{1,12}(\.\d{2})?$/, 'must be an amount such as "1000.00"');

/** An amount of a setting. */
export const roubles = (text: string): Money => parseMoney(text, payoutCurrency);

/** When creators may be paid, and who looks at it first. */
export const payoutRules = defineSetting({
  name: 'payouts.rules',
  schema: z.object({
    /** Less is not paid. */
    threshold: amount,
    mostPerDay: amount,
    mostPerMonth: amount,
    /** More than that in a day is looked at by people. */
    reviewAbove: amount,
    /** How many different operators approve a payout that is looked at. */
    approvals: z.int().min(2).max(5),
    /** How many different operators approve a batch. */
    batchApprovals: z.int().min(2).max(5),
    /** How many payouts a batch has at most. */
    batchSize: z.int().min(1).max(5_000),
    /** How long a bank account that replaces another one waits: whoever took over an account must not empty it at once. */
    newMethodRestHours: z.int().min(0).max(720),
    /** How soon a self-employed creator sends the receipt, or cancels it when the money has come back. */
    receiptDays: z.int().min(1).max(60),
  }),
  fallback: {
    threshold: '500.00',
    mostPerDay: '500000.00',
    mostPerMonth: '3000000.00',
    reviewAbove: '50000.00',
    approvals: 2,
    batchApprovals: 2,
    batchSize: 1_000,
    newMethodRestHours: 48,
    receiptDays: 5,
  },
});

export type PayoutRules = (typeof payoutRules)['fallback'];

/** What the law takes, and what it allows. */
export const payoutTaxes = defineSetting({
  name: 'payouts.taxes',
  schema: z.object({
    /** Of an individual's income of a calendar year; the last one has no end. */
    incomeTax: z.array(z.object({ upTo: amount.optional(), bps: z.int().min(0).max(5_000) })).min(1),
    /** More than that in a calendar year is no professional income any more (Federal Law 422-FZ, article 4). */
    selfEmployedYear: amount,
    /** How old the tax service's word may be before it is asked again. */
    checkHours: z.int().min(1).max(720),
  }),
  // Tax Code, article 224(1), for incomes from 2025 on.
  fallback: {
    incomeTax: [
      { upTo: '2400000.00', bps: 1_300 },
      { upTo: '5000000.00', bps: 1_500 },
      { upTo: '20000000.00', bps: 1_800 },
      { upTo: '50000000.00', bps: 2_000 },
      { bps: 2_200 },
    ],
    selfEmployedYear: '2400000.00',
    checkHours: 24,
  },
});

export type PayoutTaxes = (typeof payoutTaxes)['fallback'];

/** On which days of the week (1 is Monday) whoever has enough is paid without asking; none when only on request. */
export const payoutSchedule = defineSetting({
  name: 'payouts.schedule',
  schema: z.object({ weekdays: z.array(z.int().min(1).max(7)) }),
  fallback: { weekdays: [1] },
});

const debtor = z
  .object({
    name: z.string().min(1).max(140),
    inn: z.string().refine(isInn, 'is not an INN'),
    kpp: z.string().regex(/^\d{9}$/, 'must have 9 digits'),
    bic: z.string().refine(isRussianBic, 'is not a BIC'),
    account: z.string(),
    bankName: z.string().min(1).max(140),
    correspondentAccount: z.string().regex(/^\d{20}$/, 'must have 20 digits'),
  })
  .refine(({ bic, account }) => hasRightKey(bic, account), { path: ['account'], message: 'has a wrong control key' })
  .refine(({ bic, correspondentAccount }) => isCorrespondentAccount(bic, correspondentAccount), {
    path: ['correspondentAccount'],
    message: 'is not a correspondent account of that bank',
  });

/** Who pays, as banks are told; nothing is sent before it is set. */
export const payoutDebtor = defineSetting({ name: 'payouts.debtor', schema: debtor.nullable(), fallback: null });

export type PayoutDebtor = z.output<typeof debtor>;

const bank = z.object({
  name: z.string().min(1).max(140),
  /** At the Bank of Russia; 1C files are without it where it is not known. */
  correspondentAccount: z.string().optional(),
});

/** What is known of banks, by BIC; others are called by their BIC. */
export const banks = defineSetting({
  name: 'payouts.banks',
  schema: z.record(z.string().regex(/^(\d{9}|[A-Z0-9]{8}|[A-Z0-9]{11})$/), bank).superRefine((all, context) => {
    for (const [bic, { correspondentAccount: account }] of Object.entries(all)) {
      if (account === undefined || isCorrespondentAccount(bic, account)) continue;
      const message = 'is not a correspondent account of that bank';
      context.addIssue({ code: 'custom', path: [bic, 'correspondentAccount'], message });
    }
  }),
  // As the Bank of Russia's directory of BICs has them.
  fallback: {
    '044525225': { name: 'Sberbank', correspondentAccount: '30101810400000000225' },
    '044525187': { name: 'VTB', correspondentAccount: '30101810700000000187' },
    '044525593': { name: 'Alfa-Bank', correspondentAccount: '30101810200000000593' },
    '044525974': { name: 'T-Bank', correspondentAccount: '30101810145250000974' },
    '044525823': { name: 'Gazprombank', correspondentAccount: '30101810200000000823' },
    '044525700': { name: 'Raiffeisenbank', correspondentAccount: '30101810200000000700' },
  },
});
