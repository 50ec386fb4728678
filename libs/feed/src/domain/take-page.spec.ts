import { describe, expect, it } from '@jest/globals';
import type { AccountId, MomentId } from '@moments/kernel';
import fc from 'fast-check';
import { type Candidate, interleave } from './interleave.js';
import { type FeedPosition, feedStart, lookahead, takePage } from './take-page.js';

const candidate = (moment: number | string, author: string): Candidate => ({
  momentId: String(moment) as MomentId,
  authorId: author as AccountId,
});

/** `aab` is a list of three: two of author a, then one of author b. */
const listOf = (authors: string): Candidate[] => Array.from(authors, (author, index) => candidate(index, author));

interface Read {
  pageSize?: number;
  stretchLength?: number;
  hidden?: (page: number) => ReadonlySet<MomentId>;
}

/** Reads a list to its end, page by page, going on after a page's last item as a client would. */
function readAll(list: readonly Candidate[], { pageSize = 3, stretchLength = 20, hidden }: Read = {}): Candidate[] {
  const all: Candidate[] = [];
  let position: FeedPosition = feedStart;
  for (let page = 0; ; page += 1) {
    const concealed = hidden?.(page) ?? new Set();
    const served: Candidate[] = [];
    let from = position;
    for (let ends = false; !ends && served.length < pageSize;) {
      const stretch = list.slice(from.next, from.next + stretchLength);
      ends = from.next + stretchLength >= list.length;
      const taken = takePage({
        from,
        stretch: { candidates: stretch, ends },
        count: pageSize - served.length,
        candidateAt: (place) => list[place]!,
        mayShow: ({ momentId }) => !concealed.has(momentId),
      });
      served.push(...taken.served.map((each) => each.candidate));
      position = taken.served.at(-1)?.after ?? position;
      from = taken.position;
    }
    if (served.length === 0) return all;
    all.push(...served);
  }
}

const authorsOf = (candidates: readonly Candidate[]): string => candidates.map(({ authorId }) => authorId).join('');
const anyList = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 })
  .map((authors) => authors.map((author, index) => candidate(index, author)));
const anyRead = fc.record({ pageSize: fc.integer({ min: 1, max: 7 }), stretchLength: fc.integer({ min: 1, max: 25 }) });

describe('a page of the feed', () => {
  it('keeps the order where authors take turns by themselves', () => {
    const list = listOf('abcabcab');
    expect(readAll(list)).toEqual(list);
  });

  it('puts somebody else between two of one author', () => {
    expect(authorsOf(readAll(listOf('aabb')))).toBe('abab');
    expect(authorsOf(readAll(listOf('aaabbb')))).toBe('ababab');
  });

  it('does so across the border of two pages', () => {
    expect(authorsOf(readAll(listOf('abccd'), { pageSize: 3 }))).toBe('abcdc');
  });

  it('lets one author follow another time when nobody else is left, or near', () => {
    expect(authorsOf(readAll(listOf('aaa')))).toBe('aaa');
    expect(authorsOf(readAll(listOf(`${'a'.repeat(lookahead)}b`))).slice(0, 2)).toBe('ab');
    expect(authorsOf(readAll(listOf(`${'a'.repeat(lookahead + 1)}b`))).slice(0, 3)).toBe('aab');
  });

  it('serves everything once, whatever the list and the size of pages', () => {
    fc.assert(
      fc.property(anyList, anyRead, (list, read) => {
        const served = readAll(list, read);
        expect(new Set(served)).toEqual(new Set(list));
        expect(served).toHaveLength(list.length);
      }),
    );
  });

  it('gives the same order whatever the size of pages', () => {
    fc.assert(
      fc.property(anyList, anyRead, (list, read) => {
        expect(readAll(list, read)).toEqual(readAll(list, { pageSize: 100, stretchLength: 100 }));
      }),
    );
  });

  it('repeats nothing and loses nothing that stays visible while things come and go', () => {
    const moment = fc.nat(59).map((index) => String(index) as MomentId);
    const hiding = fc.array(fc.uniqueArray(moment, { maxLength: 20 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(anyList, anyRead, hiding, (list, read, pages) => {
        const served = readAll(list, { ...read, hidden: (page) => new Set(pages[page % pages.length]) });
        expect(new Set(served).size).toBe(served.length);
        const everHidden = new Set(pages.flat());
        const alwaysVisible = list.filter(({ momentId }) => !everHidden.has(momentId));
        expect(served).toEqual(expect.arrayContaining(alwaysVisible));
      }),
    );
  });

  it('never has two of one author in a row while another waits or is near', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const served = readAll(list, { pageSize: 5, stretchLength: 15 });
        served.forEach((item, index) => {
          if (served[index - 1]?.authorId !== item.authorId) return;
          const ahead = served.slice(index);
          const passed = ahead.filter(({ authorId }) => authorId === item.authorId).length;
          expect(passed >= lookahead || passed === ahead.length).toBe(true);
        });
      }),
    );
  });
});

describe('mixing', () => {
  it('takes the newest and the most popular in turns, each moment once', () => {
    const [one, two, three, four] = [1, 2, 3, 4].map((id) => candidate(id, 'a')) as [
      Candidate,
      Candidate,
      Candidate,
      Candidate,
    ];
    expect(interleave([one, two, three], [three, one, four])).toEqual([one, three, two, four]);
    expect(interleave([one, two], [])).toEqual([one, two]);
    expect(interleave([], [one, two])).toEqual([one, two]);
  });
});
