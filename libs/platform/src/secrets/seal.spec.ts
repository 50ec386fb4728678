import { describe, expect, it } from '@jest/globals';
import { seal, unseal } from './seal.js';

const key = Buffer.alloc(32, 'a');
const another = Buffer.alloc(32, 'b');
const secret = { content: Buffer.from('secret'), owner: 'one' };

describe('a sealed secret', () => {
  it('opens with its key, also after another key took its place', () => {
    const content = seal(secret, key);
    expect(unseal({ content, owner: 'one' }, [key])).toEqual(secret.content);
    expect(unseal({ content, owner: 'one' }, [another, key])).toEqual(secret.content);
  });

  it('shows nothing of what it holds, nor that two hold the same', () => {
    const sealed = seal(secret, key);
    expect(sealed.includes(secret.content)).toBe(false);
    expect(seal(secret, key).equals(sealed)).toBe(false);
  });

  it('does not open with another key, for another owner, or altered', () => {
    const content = seal(secret, key);
    expect(() => unseal({ content, owner: 'one' }, [another])).toThrow();
    expect(() => unseal({ content, owner: 'two' }, [key])).toThrow();
    for (const at of [6, 20, content.length - 1]) {
      const altered = Buffer.from(content);
      altered[at]! ^= 1;
      expect(() => unseal({ content: altered, owner: 'one' }, [key])).toThrow();
    }
  });
});
