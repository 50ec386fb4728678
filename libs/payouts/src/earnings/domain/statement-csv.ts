/** What a table of lines has in each row. */
export interface CsvLine {
  readonly day: string;
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly moment: string;
  readonly campaign: string;
  readonly availableAt: string;
  readonly recordedAt: string;
  readonly policyVersion: string;
  readonly inputs: string;
  readonly formula: string;
}

const names = [
  'day',
  'kind',
  'amount',
  'currency',
  'moment',
  'campaign',
  'availableAt',
  'recordedAt',
  'policyVersion',
  'inputs',
  'formula',
] as const satisfies readonly (keyof CsvLine)[];

const isNumber = /^-?\d+(\.\d+)?$/;

/**
 * A cell by RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it: words in it may be
 * somebody else's. Numbers stay numbers.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvHeader = `${names.join(',')}\r\n`;

export const csvRow = (line: CsvLine): string => `${names.map((name) => csvCell(line[name])).join(',')}\r\n`;
