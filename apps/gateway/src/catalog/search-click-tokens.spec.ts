import { describe, expect, it } from '@jest/globals';
import { FixedClock, newId } from '@moments/kernel';
import type { GatewayConfig } from '../config.js';
import { SearchClickTokens } from './search-click-tokens.js';

const clock = new FixedClock(new Date('2026-01-31T12:00:00Z'));
const tokens = (secret: string, previous: string[] = []) => {
  const config: Partial<GatewayConfig> = {
    PLAYBACK_TOKEN_SECRET: Buffer.alloc(32, secret),
    PLAYBACK_PREVIOUS_TOKEN_SECRETS: previous.map((one) => Buffer.alloc(32, one)),
  };
  return new SearchClickTokens(config as GatewayConfig, clock);
};
const found = { productId: newId<'product'>(), viewerId: newId<'account'>(), place: 3 };

describe('the token of a found product', () => {
  it('tells what was found, for whom, where and when', () => {
    const { issue, read } = { issue: tokens('a'), read: tokens('a') };
    expect(read.read(issue.issue(found))).toEqual({ ...found, foundAt: clock.now() });
    const anonymous = { productId: found.productId, place: 0 };
    expect(read.read(issue.issue(anonymous))).toEqual({ ...anonymous, viewerId: undefined, foundAt: clock.now() });
  });

  it('is read after its secret was replaced, and by no other secret', () => {
    const token = tokens('a').issue(found);
    expect(tokens('b', ['a']).read(token)).toBeDefined();
    expect(tokens('b').read(token)).toBeUndefined();
  });

  it('is void when any byte of it is another', () => {
    const bytes = Buffer.from(tokens('a').issue(found), 'base64url');
    for (const at of bytes.keys()) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1;
      expect(tokens('a').read(altered.toString('base64url'))).toBeUndefined();
    }
    expect(tokens('a').read('')).toBeUndefined();
  });
});
