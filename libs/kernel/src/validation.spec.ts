import { describe, expect, it } from '@jest/globals';
import { idempotencyKey } from './validation.js';

describe('an idempotency key', () => {
  it.each(['k', 'k'.repeat(200), 'заказ 7 😀'])('may be %j', (key) => {
    expect(idempotencyKey.safeParse(key).success).toBe(true);
  });

  it.each(['', 'k'.repeat(201), 'a\0b', 'a\nb'])('may not be %j', (key) => {
    expect(idempotencyKey.safeParse(key).success).toBe(false);
  });
});
