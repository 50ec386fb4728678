import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { GraphqlAnswer, GraphqlClient, Variables } from '../client/graphql-client.js';
import type { HttpAnswer } from '../client/integration-client.js';
import { differences } from './expecting.js';

/** Somebody of the story. */
export interface Person {
  /** Role and handle: `viewer story.4f2a`. */
  name: string;
  client: GraphqlClient;
}

/** What every step says first. */
interface Told {
  who: Person | string;
  why: string;
}

/** One operation of GraphQL, and what has to come back. */
interface Operation extends Told {
  document: string;
  variables?: Variables;
  /** Of `data`; see `differences`. */
  expect?: unknown;
  /** It is refused as a whole, with this code. */
  refused?: string;
  /** Asked again until the answer is as expected, for what takes a moment. */
  waits?: boolean;
}

/** A call that is no GraphQL. */
interface Call extends Told {
  /** As one would write it down: `PUT /v1/products`. */
  call: string;
  sent?: string;
  send: () => Promise<unknown>;
  expect?: unknown;
}

/** Something that follows from answers: shown line by line, and true. */
interface Proof extends Told {
  shown: readonly string[];
  /** Every difference in a line; none when it holds. */
  wrong: readonly string[];
}

/** A step whose answer is not as expected: the story ends here. */
export class BrokenStep extends Error {
  constructor(title: string, problems: readonly string[], answer?: unknown) {
    const came = answer === undefined ? '' : `\n  The whole answer: ${JSON.stringify(answer)}`;
    super(`Step ${title}\n${problems.map((problem) => `  ${problem}`).join('\n')}${came}`);
    this.name = 'BrokenStep';
  }
}

const secrets = new Set(['password', 'accessToken', 'refreshToken', 'signingSecret']);
const pollMs = 500;
// What is due is looked at every minute; the rest is for a machine that does much else at the same time.
const patienceMs = 150_000;

/** Takes the steps of the story, tells each with its answer, and stops at the first that is not as expected. */
export class Teller {
  private chapters = 0;
  private steps = 0;
  private taken = 0;

  constructor(private readonly options: { quiet: boolean; colour: boolean; write: (line: string) => void }) {}

  get stepsTaken(): number {
    return this.taken;
  }

  chapter(title: string): void {
    this.chapters += 1;
    this.steps = 0;
    this.options.write(this.paint(`\n${this.chapters}. ${title}`, '1'));
  }

  /** Sends an operation; gives the `data` of its answer. Throws {@link BrokenStep}. */
  async ask<Data>(step: Operation): Promise<Data> {
    const title = this.begin(step);
    if (typeof step.who === 'string') throw new Error(`${step.who} has no client`);
    const { client } = step.who;
    this.show('→', dedent(step.document));
    if (step.variables) this.show(' ', shorten(step.variables));
    const giveUpAt = Date.now() + (step.waits ? patienceMs : 0);
    for (;;) {
      const answer = await client.ask<Data>(step.document, step.variables);
      const problems = problemsOf(step, answer);
      if (problems.length > 0 && Date.now() < giveUpAt) {
        await sleep(pollMs);
        continue;
      }
      const { data, errors } = answer;
      this.show('←', shorten(errors ? { errors: errors.map(withoutTrace) } : data));
      if (problems.length > 0) throw new BrokenStep(title, problems, { data, errors });
      // What a step asks for is in the schema; what comes was compared above.
      return data as Data;
    }
  }

  /** Makes another call; gives its answer. Throws {@link BrokenStep}. */
  async call<Answer = HttpAnswer>(step: Call): Promise<Answer> {
    const title = this.begin(step);
    this.show('→', step.sent ? `${step.call}\n${dedent(step.sent)}` : step.call);
    const answer = await step.send();
    this.show('←', shorten(answer));
    const problems = step.expect === undefined ? [] : differences(answer, step.expect);
    if (problems.length > 0) throw new BrokenStep(title, problems, answer);
    return answer as Answer;
  }

  /** Says what follows from the answers. Throws {@link BrokenStep} when it does not. */
  prove({ shown, wrong, ...told }: Proof): void {
    const title = this.begin(told);
    for (const line of shown) this.show('=', line);
    if (wrong.length > 0) throw new BrokenStep(title, wrong);
  }

  private begin({ who, why }: Told): string {
    this.steps += 1;
    this.taken += 1;
    const title = `${this.chapters}.${this.steps}  ${typeof who === 'string' ? who : who.name} ${why}`;
    this.options.write(`${this.options.quiet ? '' : '\n'}${this.paint(title, '36')}`);
    return title;
  }

  private show(sign: string, lines: string): void {
    if (this.options.quiet) return;
    const [first = '', ...others] = lines.split('\n');
    this.options.write([`     ${sign} ${first}`, ...others.map((line) => `       ${line}`)].join('\n'));
  }

  private paint(line: string, code: string): string {
    return this.options.colour ? `\u001b[${code}m${line}\u001b[0m` : line;
  }
}

function problemsOf({ expect, refused }: Operation, { data, errors }: GraphqlAnswer<unknown>): string[] {
  if (refused !== undefined) return differences(errors?.[0]?.extensions?.code, refused, 'the code of the refusal');
  const told = (errors ?? []).map(({ message, extensions }) => `it is refused: ${extensions?.code ?? '?'} ${message}`);
  return [...told, ...(told.length === 0 && expect !== undefined ? differences(data, expect) : [])];
}

const withoutTrace = ({ message, extensions }: NonNullable<GraphqlAnswer<unknown>['errors']>[number]) => ({
  message,
  code: extensions?.code,
});

/** A value as people read it: secrets hidden, long texts and lists cut. */
const shorten = (value: unknown): string =>
  inspect(masked(value), { depth: 9, breakLength: 110, compact: 4, maxArrayLength: 3, maxStringLength: 80 });

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, secrets.has(name) && inner ? '…' : masked(inner)]),
  );
}

/** A document as it was sent, without the indentation that it has in our source. */
function dedent(document: string): string {
  const lines = document.trim().split('\n');
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const indent = Math.min(...rest.map((line) => line.length - line.trimStart().length));
  return lines.map((line, index) => (index === 0 ? line : line.slice(indent))).join('\n');
}
