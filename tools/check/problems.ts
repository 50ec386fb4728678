/** What a check found, a line each; none means that it passed. */
export type Problems = readonly string[];

/** One finding: what and, where it helps, by which rule. */
export const problem = (what: string, rule?: string): string => (rule ? `${what} (${rule})` : what);
