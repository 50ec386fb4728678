/** An element: its name, its text or what is in it, and its attributes. What is `undefined` is left out. */
export interface XmlElement {
  readonly name: string;
  readonly content: string | readonly (XmlElement | undefined)[];
  readonly attributes?: Readonly<Record<string, string>>;
}

export const element = (
  name: string,
  content: XmlElement['content'],
  attributes?: XmlElement['attributes'],
): XmlElement => ({ name, content, attributes });

// What XML 1.0 has no way to write.
const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const escaped = (text: string): string =>
  text
    .replace(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function write({ name, content, attributes = {} }: XmlElement, depth: number): string {
  const indent = '  '.repeat(depth);
  const named = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ');
  if (typeof content === 'string') return `${indent}<${named}>${escaped(content)}</${name}>\n`;
  const inner = content.map((child) => (child ? write(child, depth + 1) : '')).join('');
  return `${indent}<${named}>\n${inner}${indent}</${name}>\n`;
}

/** A document in UTF-8; the same tree is always the same bytes. */
export const writeXml = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, 0)}`;
