/**
 * The control key of Russian accounts: Bank of Russia, "Order of calculating the control key in the number of an account",
 * 8 September 1997, No. 515.
 */

// Of the three digits of the bank and the twenty of the account.
const weights = [7, 1, 3];

/** Cash settlement centres of the Bank of Russia have no number of their own in the last three digits of their BIC. */
const isSettlementCentre = (bic: string): boolean => ['000', '001', '002'].includes(bic.slice(6));

/** The three digits that the key is calculated with: of the bank, or a nought and those of the settlement centre. */
const bankPart = (bic: string): string => (isSettlementCentre(bic) ? `0${bic.slice(4, 6)}` : bic.slice(6));

const checkSum = (text: string): number =>
  Array.from(text, Number).reduce((sum, digit, place) => sum + ((digit * (weights[place % 3] ?? 0)) % 10), 0) % 10;

/** The right control key (the ninth digit) of an account number of 20 digits, whatever it has there. */
export function controlKey(bic: string, accountNumber: string): number {
  const withoutKey = `${accountNumber.slice(0, 8)}0${accountNumber.slice(9)}`;
  return (checkSum(`${bankPart(bic)}${withoutKey}`) * 3) % 10;
}

/**
 * Whether a number is the correspondent account of that bank: kept at the Bank of Russia, so its key is calculated with the
 * number of the settlement centre, and its last three digits are those of the BIC.
 */
export const isCorrespondentAccount = (bic: string, accountNumber: string): boolean =>
  /^301\d{17}$/.test(accountNumber) &&
  accountNumber.slice(17) === bic.slice(6) &&
  hasRightKey(`${bic.slice(0, 6)}000`, accountNumber);

/** Whether a text has the form of a Russian bank's BIC: 9 digits, the first two of which are the country's code. */
export const isRussianBic = (text: string): boolean => /^04\d{7}$/.test(text);

/** Whether an account number of 20 digits is one of that bank's, as far as the control key tells. */
export const hasRightKey = (bic: string, accountNumber: string): boolean =>
  /^\d{20}$/.test(accountNumber) && controlKey(bic, accountNumber) === Number(accountNumber[8]);

/**
 * Whether people and sole proprietors are paid to such an account: one of a bank's clients (first digits 40 and 42 of the
 * plan of accounts), in roubles (810 of the digits 6 to 8).
 */
export const isPayableAccount = (accountNumber: string): boolean => /^4[02]\d{3}810\d{12}$/.test(accountNumber);
