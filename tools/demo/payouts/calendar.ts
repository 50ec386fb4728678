import { asksFor, cancelsReceipt, givesAccount, givesReceipt } from './creator-deeds.js';
import { type Deed, each } from './desk.js';
import {
  arePaid,
  areRefusedByTheBank,
  batchGoes,
  comeBack,
  isApproved,
  isApprovedOnce,
  isRefused,
} from './operator-deeds.js';

const selfEmployed = 'slow.light';
/** The tax is withheld. */
const individual = 'field.notes';
const soleProprietor = 'night.garden';

/** One creator of each tax status. */
export const payees = [selfEmployed, individual, soleProprietor];

/** Who does what about payouts, on which day of the demo: in the end each payee has one in every state. */
export const calendar: Readonly<Record<number, readonly Deed[]>> = {
  8: [each(payees, givesAccount(0))],
  // The first payout to an account is looked at. Two are refused by an operator, the third one by the bank.
  9: [
    each(payees, asksFor('600.00')),
    each([selfEmployed, individual], isRefused('We could not reach you; please ask once more.')),
    each([soleProprietor], isApproved),
    batchGoes,
  ],
  10: [areRefusedByTheBank(soleProprietor), each(payees, asksFor('1500.00')), each(payees, isApproved), batchGoes],
  11: [arePaid(...payees), givesReceipt(selfEmployed)],
  // The account has proved itself: nobody has to look.
  12: [each(payees, asksFor('1000.00')), batchGoes],
  13: [arePaid(...payees), givesReceipt(selfEmployed)],
  // The accounts were closed meanwhile and the money is back. Other accounts rest for two days.
  14: [comeBack(...payees), cancelsReceipt(selfEmployed), each(payees, givesAccount(1))],
  17: [each(payees, asksFor('800.00')), each(payees, isApproved), batchGoes],
  // The bank has paid; of the next batch it says nothing yet.
  18: [
    arePaid(...payees),
    givesReceipt(selfEmployed),
    each(payees, asksFor('700.00')),
    batchGoes,
    each(payees, givesAccount(2)),
  ],
};

/** And on the day on which the demo ends. */
export const today: readonly Deed[] = [
  each(payees, asksFor('650.00')),
  each(payees, isApproved),
  each(payees, asksFor('550.00')),
  each(payees, isApprovedOnce),
];
