import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { S3Error } from './errors.js';
import { element, leaf, parseXml, requiredText, textOf, xmlDocument } from './xml.js';

describe('a document', () => {
  it('is read with namespaces, attributes, comments, entities and empty elements', () => {
    const root = parseXml(
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- hi --><A xmlns="x" b='1'><B>1 &lt; 2 &amp; &#65;&#x42;</B><C/><D></D></A>\n`,
      'A',
    );
    expect(textOf(root, 'B')).toBe('1 < 2 & AB');
    expect([textOf(root, 'C'), textOf(root, 'D'), textOf(root, 'E')]).toEqual(['', '', undefined]);
  });

  it.each([
    '',
    'text',
    '<A>',
    '<A></B>',
    '<A/><A/>',
    '<A/>text',
    '<B/>',
    '<A>text<B/></A>',
    '<A>&unknown;</A>',
    '<A>&amp</A>',
    '<A>&#x110000;</A>',
    '<A b=1/>',
    '<!DOCTYPE A [<!ENTITY e "x">]><A>&e;</A>',
    '<A><![CDATA[x]]></A>',
    '<A'.repeat(2),
    '<A>'.repeat(20) + '</A>'.repeat(20),
  ])('is refused: %s', (source) => {
    expect(() => parseXml(source, 'A')).toThrow(S3Error);
  });

  it('is refused when a needed element is there twice', () => {
    expect(() => requiredText(parseXml('<A><B>1</B><B>2</B></A>', 'A'), 'B')).toThrow(S3Error);
  });

  it('reads back whatever text was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(textOf(parseXml(xmlDocument('A', element('B', leaf('C', text))), 'A').children[0]!, 'C')).toBe(text);
      }),
    );
  });
});
