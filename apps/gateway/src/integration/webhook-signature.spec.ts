import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { SignatureMissing, SignatureStale, SignatureWrong } from './integration.errors.js';
import { verifySignature } from './webhook-signature.js';

const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const another = Buffer.alloc(24, 'another');
const now = new Date('2026-01-31T12:00:00Z');
const nowSeconds = now.getTime() / 1_000;
const rules = { secrets: [key], now };
const body = Buffer.from('{"test": 2432232314}');

const sign = (secret: Buffer, id: string, timestamp: number | string, content: Buffer = body): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(content).digest('base64')}`;

const signed = (change: Record<string, string> = {}, at = nowSeconds) => ({
  headers: {
    'webhook-id': 'msg_1',
    'webhook-timestamp': `${at}`,
    'webhook-signature': sign(key, 'msg_1', at),
    ...change,
  },
  body,
});

describe('a signed message', () => {
  it('is verified as the specification’s own example is', () => {
    const request = {
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      body,
    };
    expect(verifySignature(request, { secrets: [key], now: new Date(1_614_265_330_000) })).toBe(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
    );
  });

  it('may be signed by any of our secrets, so that one can be replaced', () => {
    expect(verifySignature(signed(), { secrets: [another, key], now })).toBe('msg_1');
    expect(() => verifySignature(signed(), { secrets: [another], now })).toThrow(SignatureWrong);
  });

  it('may carry several signatures, of other schemes too', () => {
    const right = sign(key, 'msg_1', nowSeconds);
    const several = `v1a,abc ${sign(another, 'msg_1', nowSeconds)} ${right}`;
    expect(verifySignature(signed({ 'webhook-signature': several }), rules)).toBe('msg_1');
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('needs the header %s', (name) => {
    expect(() => verifySignature(signed({ [name]: '' }), rules)).toThrow(SignatureMissing);
  });

  it.each([
    ['another body', { ...signed(), body: Buffer.from('{"test": 2432232315}') }],
    ['a body with a blank more', { ...signed(), body: Buffer.from('{"test":  2432232314}') }],
    ['another id', signed({ 'webhook-id': 'msg_2' })],
    ['another time', signed({ 'webhook-timestamp': `${nowSeconds + 1}` })],
    ['a signature of nothing', signed({ 'webhook-signature': 'v1,' })],
    ['half a signature', signed({ 'webhook-signature': sign(key, 'msg_1', nowSeconds).slice(0, 20) })],
    [
      'a signature of another scheme',
      signed({ 'webhook-signature': sign(key, 'msg_1', nowSeconds).replace('v1', 'v2') }),
    ],
    ['a time that is none', signed({ 'webhook-timestamp': '1e9', 'webhook-signature': sign(key, 'msg_1', '1e9') })],
    ['an id with a blank', signed({ 'webhook-id': 'a b', 'webhook-signature': sign(key, 'a b', nowSeconds) })],
  ])('is refused with %s', (_, request) => {
    expect(() => verifySignature(request, rules)).toThrow(SignatureWrong);
  });

  it.each([-300, 300])('is taken %i seconds away from now', (away) => {
    expect(verifySignature(signed({}, nowSeconds + away), rules)).toBe('msg_1');
  });

  it.each([-301, 301])('is stale %i seconds away from now', (away) => {
    expect(() => verifySignature(signed({}, nowSeconds + away), rules)).toThrow(SignatureStale);
  });
});
