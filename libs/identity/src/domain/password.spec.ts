import { describe, expect, it } from '@jest/globals';
import { normalisePassword, passwordProblem } from './password.js';

const policy = { minLength: 10, maxLength: 200 };
const owner = { email: 'marina.orlova@example.com', handle: 'marina_o' };
const problem = (password: string) => passwordProblem(password, owner, policy);

describe('a new password', () => {
  it.each([
    ['kedr8vetka', 'ten characters'],
    ['purple-tram-4-winter', 'several words'],
    ['длинный зелёный чайник', 'any script'],
    ['marina likes 3 green teapots', 'a name of the owner among other words'],
    ['x7Q!'.repeat(1) + 'mB2#vN9$'.repeat(24), 'nearly 200 characters'],
  ])('may be %j: %s', (password) => {
    expect(problem(password)).toBeUndefined();
  });

  it('is at least ten characters long', () => {
    expect(problem('kedr8vetk')).toBe('must be at least 10 characters long');
    expect(problem('kedr8vetka')).toBeUndefined();
  });

  it('is at most two hundred characters long', () => {
    const long = 'kv8#'.repeat(10) + 'mZq1'.repeat(40);
    expect(long).toHaveLength(200);
    expect(problem(long)).toBeUndefined();
    expect(problem(`${long}x`)).toBe('must be at most 200 characters long');
  });

  it('counts characters, not the bytes or halves that they are stored in', () => {
    expect(problem('🦊🐻🐼🐨🐯🦁🐮🐷🐸')).toBe('must be at least 10 characters long');
    expect(problem('🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵')).toBeUndefined();
  });

  it('is the same however a keyboard composed its letters', () => {
    expect(normalisePassword('cafe\u0301 au lait')).toBe(normalisePassword('caf\u00e9 au lait'));
  });

  it.each([
    'passwordpassword',
    'Password2024!',
    'P@ssw0rd123',
    '$unsh1ne!!',
    'qwertyuiop',
    'йцукенгшщз',
    '1234567890',
    '0987654321',
    '1q2w3e4r5t',
    'iloveyou!!!!',
    'abcdefghijklm',
    'abcdeabcdeabcde',
    'correcthorsebatterystaple',
    'парольпароль',
    'galatasaray1905',
  ])('is none of those that are tried first: %s', (password) => {
    expect(problem(password)).toMatch(/tried first/);
  });

  it('has at least five different characters', () => {
    expect(problem('abababcdcdcd')).toMatch(/5 different/);
    expect(problem('abababcdcdce')).toBeUndefined();
  });

  it.each(['marina.orlova@example.com', 'MARINA.ORLOVA12', 'marina_o!!1', '1marina.orlova'])(
    'is not made of the owner’s own names: %s',
    (password) => {
      expect(problem(password)).toMatch(/email address or handle/);
    },
  );
});
