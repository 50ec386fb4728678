// Figures that a program reads keep standard output for themselves.
const write = process.argv.includes('--json') ? console.error : console.log;

/** One line of what is being done, for the person who typed the command. */
export const say = (line: string): void => write(line);

/** What went wrong, in a sentence, with what the failing program said last. */
export function complain(sentence: string, details = ''): void {
  console.error(`\n${sentence}`);
  if (details) console.error(details.replace(/^/gm, '  | '));
}

/** `1.4 s` since an instant of performance.now(). */
export const since = (startedMs: number): string => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
