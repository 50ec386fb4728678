import { describe, expect, it } from '@jest/globals';
import { GroupCommitter, type GroupLimits } from './group-committer.js';

const limits: GroupLimits = { largest: 10, atOnce: 1, waiting: 100 };

function committer(fails: (items: readonly string[]) => Error | undefined = () => undefined) {
  const groups: string[][] = [];
  const gates: (() => void)[] = [];
  const made = new GroupCommitter<string, string>(
    async (items) => {
      groups.push([...items]);
      await new Promise<void>((resolve) => gates.push(resolve));
      const error = fails(items);
      if (error) throw error;
      return items.map((item) => `${item} done`);
    },
    (error) => (error as Error).message === 'poison',
  );
  const open = async () => {
    gates.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const submit = (item: string, size = 1, of = limits): Promise<string> => {
    const answer = made.submit(item, size, of);
    if (!answer) throw new Error('too much is waiting');
    return answer;
  };
  return { groups, open, submit };
}

describe('writes that share commits', () => {
  it('go at once when nothing is under way, and together when something is', async () => {
    const { groups, open, submit } = committer();
    const answers = ['a', 'b', 'c'].map((item) => submit(item));
    expect(groups).toEqual([['a']]);
    await open();
    expect(groups).toEqual([['a'], ['b', 'c']]);
    await open();
    expect(await Promise.all(answers)).toEqual(['a done', 'b done', 'c done']);
  });

  it('go in groups that are not too large, in the order that they came in', async () => {
    const { groups, open, submit } = committer();
    const answers = ['a', 'b', 'c', 'd', 'e'].map((item, index) => submit(item, [1, 6, 4, 1, 30][index]));
    for (let commits = 0; commits < 4; commits += 1) await open();
    expect(groups).toEqual([['a'], ['b', 'c'], ['d'], ['e']]);
    expect(await Promise.all(answers)).toHaveLength(5);
  });

  it('go as many at once as are allowed', () => {
    const { groups, submit } = committer();
    for (const item of ['a', 'b', 'c']) void submit(item, 1, { ...limits, atOnce: 2 });
    expect(groups).toEqual([['a'], ['b']]);
  });

  it('are not taken when too much waits already, and again when it has gone', async () => {
    const { open, submit } = committer();
    const first = submit('a', 100);
    const second = submit('b', 100);
    expect(() => submit('c', 1)).toThrow('too much is waiting');
    await open();
    const third = submit('c', 1);
    await open();
    await open();
    expect(await Promise.all([first, second, third])).toEqual(['a done', 'b done', 'c done']);
  });

  it('are tried one by one when one of them is at fault, and only that one fails', async () => {
    const { open, submit } = committer((items) => (items.includes('bad') ? new Error('poison') : undefined));
    const answers = ['a', 'b', 'bad', 'c'].map((item) => submit(item));
    const settled = Promise.allSettled(answers);
    for (let commits = 0; commits < 5; commits += 1) await open();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('all fail when none of them is at fault: whether they were committed is not known', async () => {
    const { open, groups, submit } = committer((items) => (items.includes('a') ? undefined : new Error('gone')));
    const settled = Promise.allSettled(['a', 'b', 'c'].map((item) => submit(item)));
    await open();
    await open();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(groups).toHaveLength(2);
  });
});
