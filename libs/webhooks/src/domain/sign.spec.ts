import { expect, it } from '@jest/globals';
import { signedHeaders } from './sign.js';

// The example of the Standard Webhooks specification.
const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  sentAt: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
};

it('signs as the specification’s example', () => {
  expect(signedHeaders(message, [secret])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('signs with every secret that is good, the newest first', () => {
  const [first, second, ...others] = (
    signedHeaders(message, [Buffer.from('new'), secret])['webhook-signature'] ?? ''
  ).split(' ');
  expect(first).toMatch(/^v1,/);
  expect(second).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  expect(others).toEqual([]);
});
