import { beforeEach, describe, expect, it } from '@jest/globals';
import { type GraphqlAnswer, GraphqlClient } from '../client/graphql-client.js';
import { BrokenStep, Teller } from './teller.js';

/** Answers with what it is given, one after the other; the last one for ever. */
class Prepared extends GraphqlClient {
  constructor(private readonly answers: GraphqlAnswer<unknown>[]) {
    super('');
  }

  override async ask<Data>(): Promise<GraphqlAnswer<Data>> {
    const [next = {}] = this.answers.length > 1 ? this.answers.splice(0, 1) : this.answers;
    return next as GraphqlAnswer<Data>;
  }
}

let lines: string[];
let tell: Teller;
beforeEach(() => {
  lines = [];
  tell = new Teller({ quiet: false, colour: false, write: (line) => lines.push(...line.split('\n')) });
});

const told = (answers: GraphqlAnswer<unknown>[]) => ({
  who: { name: 'viewer Ada', client: new Prepared(answers) },
  why: 'asks',
  document: '{ me }',
});

describe('a step', () => {
  it('is told with its operation and its answer, without what is secret', async () => {
    tell.chapter('Beginning');
    const answer = { signIn: { accessToken: 'eyJhbGci', handle: 'ada' } };
    const step = { ...told([{ data: answer }]), variables: { password: 'correct horse' } };
    expect(await tell.ask({ ...step, expect: { signIn: { handle: 'ada' } } })).toBe(answer);
    expect(lines.filter((line) => line !== '')).toEqual([
      '1. Beginning',
      '1.1  viewer Ada asks',
      '     → { me }',
      "       { password: '…' }",
      "     ← { signIn: { accessToken: '…', handle: 'ada' } }",
    ]);
  });

  it('that is not answered as expected ends the story with what was wrong', async () => {
    const step = tell.ask({ ...told([{ data: { me: null } }]), expect: { me: { id: 1 } } });
    await expect(step).rejects.toThrow(BrokenStep);
    await expect(step).rejects.toThrow('the answer.me is null, not an object');
  });

  it('that is refused ends the story, unless that was expected', async () => {
    const errors = [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }];
    await expect(tell.ask(told([{ errors }]))).rejects.toThrow('it is refused: FORBIDDEN No.');
    await tell.ask({ ...told([{ errors }]), refused: 'FORBIDDEN' });
    await expect(tell.ask({ ...told([{ data: {} }]), refused: 'FORBIDDEN' })).rejects.toThrow('the refusal is missing');
  });

  it('that takes a moment is asked again until it is so, and told once', async () => {
    const step = { ...told([{ data: { n: 1 } }, { data: { n: 2 } }]), expect: { n: 2 }, waits: true };
    expect(await tell.ask(step)).toEqual({ n: 2 });
    expect(lines.filter((line) => line.includes('←'))).toEqual(['     ← { n: 2 }']);
  });

  it('that does not follow from the answers ends the story', () => {
    expect(() => tell.prove({ who: 'Ada', why: 'adds up', shown: ['1 + 1 = 3'], wrong: ['it is 2'] })).toThrow(
      'it is 2',
    );
  });
});

it('a quiet teller says titles only', async () => {
  const quiet = new Teller({ quiet: true, colour: false, write: (line) => lines.push(line) });
  await quiet.ask(told([{ data: {} }]));
  await quiet.call({ who: 'Ada', why: 'fetches', call: 'GET /', send: async () => 1, expect: 1 });
  expect(lines).toEqual(['0.1  viewer Ada asks', '0.2  Ada fetches']);
  expect(quiet.stepsTaken).toBe(2);
});
