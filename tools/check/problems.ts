/** What a check found, a line each; none means that it passed. */
export type Problems = readonly string[];

/** One finding: what and, where it helps, by which rule. */
export const problem = (what: string, rule?: string): string => (rule ? `${what} (${rule})` : what);

/** What should have been reported of the violations and was not, and what was and should not; headings name no file. */
export function unlike(wanted: readonly string[], lines: Problems, who: string): Problems {
  const reported = lines.filter((line) => line.includes(': '));
  return [
    ...wanted.filter((line) => !reported.includes(line)).map((line) => problem(`${who} does not report ${line}`)),
    ...reported.filter((line) => !wanted.includes(line)).map((line) => problem(`${who} reports ${line}, too`)),
  ];
}
