import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from './lines.js';

const read = async (chunks: Iterable<Buffer>, lineBytes = 10): Promise<(string | number)[]> => {
  const found: (string | number)[] = [];
  for await (const lines of linesOf(toAsync(chunks), { lineBytes })) {
    for (const { number, bytes } of lines) found.push(bytes ? `${number}:${bytes.toString()}` : number);
  }
  return found;
};

async function* toAsync(chunks: Iterable<Buffer>) {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
const text = (content: string) => [Buffer.from(content)];

describe('the lines of a stream', () => {
  it('are numbered from 1; blank ones count and are left out; the last needs no line break', async () => {
    expect(await read(text('a\r\n\n \t\nb\nc'))).toEqual(['1:a\r', '4:b', '5:c']);
    expect(await read(text(''))).toEqual([]);
  });

  it('of the greatest length are read, of one byte more are passed by', async () => {
    expect(await read(text(`${'x'.repeat(10)}\n${'y'.repeat(11)}\nz`))).toEqual([`1:${'x'.repeat(10)}`, 2, '3:z']);
  });

  it('may go on for ever without being held', async () => {
    const part = Buffer.alloc(1_000_000, 'x');
    function* endless() {
      yield Buffer.from('a\n');
      for (let count = 0; count < 2_000; count += 1) yield part;
      yield Buffer.from('\nb\n');
    }
    const before = process.memoryUsage().arrayBuffers;
    expect(await read(endless())).toEqual(['1:a', 2, '3:b']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('are the same however the bytes come in', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', 'я', '\n', ' '), maxLength: 60 }),
        cuts,
        async (content, sizes) => {
          const whole = Buffer.from(content);
          const chunks: Buffer[] = [];
          for (let at = 0, turn = 0; at < whole.length; turn += 1) {
            const size = sizes[turn % sizes.length]!;
            chunks.push(whole.subarray(at, at + size));
            at += size;
          }
          expect(await read(chunks)).toEqual(await read([whole]));
        },
      ),
    );
  });
});
