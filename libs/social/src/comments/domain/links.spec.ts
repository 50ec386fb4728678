import { describe, expect, it } from '@jest/globals';
import { countLinks, hasMarkup } from './links.js';

describe('a link', () => {
  it.each([
    'https://example.com/a?b=c',
    'go to HTTP://EXAMPLE.ORG now',
    'ftp://files',
    'tg://resolve?domain=x',
    'www.example',
    'example.com',
    'Example.COM!',
    'магазин.рф',
    'shop.example.com.tr',
    'example [.] com',
    'example (dot) com',
    'пример (точка) com',
    'example。com',
    'ｅｘａｍｐｌｅ．ｃｏｍ',
    'example.shop/sale',
    't.me',
    't.me/joinchat',
    'a.b.c.d.e.f.g.h.i.j.example.com',
    'a.b.c.d.e.f.g.h.i.j.example/sale',
    'write to a@example.com',
  ])('is %s', (text) => {
    expect(countLinks(text)).toBe(1);
  });

  it.each([
    'So good. And cheap',
    'ok.it works',
    'done.me too',
    '10.30 or 11.45',
    'v1.2.3',
    'wait...what',
    'т.е. вот так',
    '@anna.b',
    'комета',
    'com',
    'and/or',
  ])('is not %s', (text) => {
    expect(countLinks(text)).toBe(0);
  });

  it('is counted as often as it is there', () => {
    expect(countLinks('a.com, b.com and https://c.example')).toBe(3);
  });
});

describe('markup', () => {
  it.each([
    '<script>alert(1)</script>',
    '<b>bold</b>',
    '</div>',
    '<img src=x onerror=alert(1)//',
    '<a href="x"',
    '<!-- hidden',
    '<!DOCTYPE html>',
    '<?xml version',
    '＜script＞',
  ])('is %s', (text) => {
    expect(hasMarkup(text)).toBe(true);
  });

  it.each(['I <3 you', 'a < b and c > d', '5<6', '-> <- <>', 'x <y', '&lt;b&gt;', 'if (a <= b)'])(
    'is not %s',
    (text) => {
      expect(hasMarkup(text)).toBe(false);
    },
  );
});
