import { describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { randomBytes } from 'node:crypto';
import { ClickSigning } from '../click-signing.js';
import { isLinkTemplate, productLink } from './product-link.js';

const [old, current] = [randomBytes(32), randomBytes(32)];
const signing = new ClickSigning({ secrets: [current] });

describe('the name of a click', () => {
  it('is recognised, and goes through a link unchanged', () => {
    const id = newId<'click'>();
    const name = signing.nameOf(id);
    expect(signing.verify(name)).toBe(id);
    expect(encodeURIComponent(name)).toBe(name);
  });

  it('is recognised while its secret is one of the accepted ones, and no longer', () => {
    const id = newId<'click'>();
    const name = new ClickSigning({ secrets: [old] }).nameOf(id);
    expect(new ClickSigning({ secrets: [current, old] }).verify(name)).toBe(id);
    expect(signing.verify(name)).toBeUndefined();
  });

  it('is not recognised with one character changed, another click’s proof, or none', () => {
    const name = signing.nameOf(newId());
    const [id, proof] = name.split('.') as [string, string];
    for (const place of [4, 20, id.length + 1, name.length - 3]) {
      const changed = name.slice(0, place) + (name[place] === 'a' ? 'b' : 'a') + name.slice(place + 1);
      expect(signing.verify(changed)).toBeUndefined();
    }
    const others = signing.nameOf(newId()).split('.')[1]!;
    for (const made of [`${id}.${others}`, id, `${id}.`, `${id}.${proof}A`, proof, '', `${name}\n`]) {
      expect(signing.verify(made)).toBeUndefined();
    }
  });
});

describe('the key of a network', () => {
  it('is the same for all addresses of one, and another for others', () => {
    const key = (address: string) => signing.networkKey(address).toString('hex');
    expect(key('2001:db8:1:2::1')).toBe(key('2001:db8:1:2:ffff::9'));
    expect(key('192.0.2.1')).toBe(key('::ffff:192.0.2.1'));
    expect(new Set(['192.0.2.1', '192.0.2.2', '2001:db8:1:2::1', '2001:db8:1:3::1'].map(key)).size).toBe(4);
  });
});

describe('a link to a product', () => {
  const template = 'https://market.example/p/{externalId}?click={clickId}';

  it('carries whatever the product is called, as one part', () => {
    const link = new URL(productLink(template, { externalId: '../a b?c=d&{clickId}#é', clickId: 'clk_1.x' }));
    expect(link.host).toBe('market.example');
    expect(decodeURIComponent(link.pathname.slice('/p/'.length))).toBe('../a b?c=d&{clickId}#é');
    expect([...link.searchParams]).toEqual([['click', 'clk_1.x']]);
  });

  it.each([
    [template],
    ['https://market.example/p?id={externalId}&click={clickId}&again={clickId}'],
    ['https://market.example:8443/{clickId}/{externalId}'],
  ])('may be made like %s', (good) => {
    expect(isLinkTemplate(good)).toBe(true);
  });

  it.each([
    ['without https', 'http://market.example/p/{externalId}?click={clickId}'],
    ['as a script', 'javascript:open("{externalId}{clickId}")'],
    ['without the product', 'https://market.example/p?click={clickId}'],
    ['without the click', 'https://market.example/p/{externalId}'],
    ['with the product as its host', 'https://{externalId}/p?click={clickId}'],
    ['with the product in its host', 'https://{externalId}.market.example/?click={clickId}'],
    ['with the product as its port', 'https://market.example:{externalId}/?click={clickId}'],
    ['with a name to sign in with', 'https://{externalId}@market.example/?click={clickId}'],
    ['as no URL', '{externalId}{clickId}'],
  ])('is not made %s', (_, bad) => {
    expect(isLinkTemplate(bad)).toBe(false);
  });
});
