import { S3Error } from './errors.js';

/** An element as read: either it has children or it has text, never both. */
export interface XmlElement {
  name: string;
  children: XmlElement[];
  text: string;
}

const maxDepth = 12;
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const xmlNamespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

// One token at a time: declaration or comment, closing tag, opening tag (its attributes are skipped), text.
const token =
  /<\?xml[^>]*\?>|<!--(?:(?!--)[^])*-->|<\/([A-Za-z_][\w:.-]*)\s*>|<([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/** Reads a small request document; anything but plain elements and text (a DOCTYPE, CDATA) is MalformedXML. */
export function parseXml(source: string, rootName: string): XmlElement {
  const document: XmlElement = { name: '', children: [], text: '' };
  const open = [document];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    if (!match) throw new S3Error('MalformedXML');
    readToken(match, open);
  }
  const [root] = document.children;
  if (open.length !== 1 || document.children.length !== 1 || root?.name !== rootName) throw new S3Error('MalformedXML');
  return root;
}

function readToken(match: RegExpExecArray, open: XmlElement[]): void {
  const [, closing, opening, , selfClosing, text] = match;
  const current = open.at(-1);
  if (!current) throw new S3Error('MalformedXML');
  if (text !== undefined) {
    current.text += decodeEntities(text);
    if (open.length === 1 && text.trim() !== '') throw new S3Error('MalformedXML');
  } else if (closing !== undefined) {
    if (open.length === 1 || current.name !== closing) throw new S3Error('MalformedXML');
    if (current.children.length > 0 && current.text.trim() !== '') throw new S3Error('MalformedXML');
    open.pop();
  } else if (opening !== undefined) {
    if (open.length > maxDepth) throw new S3Error('MalformedXML');
    const element: XmlElement = { name: opening, children: [], text: '' };
    current.children.push(element);
    if (!selfClosing) open.push(element);
  }
}

function decodeEntities(text: string): string {
  return text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
    const numeric = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
    const point = numeric?.[1] ? parseInt(numeric[1], 16) : Number(numeric?.[2]);
    const decoded = numeric && point <= 0x10ffff ? String.fromCodePoint(point) : entities[name];
    if (decoded === undefined || !whole.endsWith(';')) throw new S3Error('MalformedXML');
    return decoded;
  });
}

/** Refuses an element with children that are neither known (MalformedXML) nor, where named, implemented. */
export function expectChildren(parent: XmlElement, known: string[], notImplemented: string[] = []): void {
  for (const { name } of parent.children) {
    if (notImplemented.includes(name)) throw new S3Error('NotImplemented', `${name} is not implemented.`);
    if (!known.includes(name)) throw new S3Error('MalformedXML', `${name} is not expected in ${parent.name}.`);
  }
}

export const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name);

/** The one child of that name, or undefined; two are MalformedXML. */
export function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  const [child, second] = childrenOf(parent, name);
  if (second) throw new S3Error('MalformedXML');
  return child;
}

/** The text of the one child of that name, or undefined. */
export const textOf = (parent: XmlElement, name: string): string | undefined => childOf(parent, name)?.text;

/** The text of a child that must be there. */
export function requiredText(parent: XmlElement, name: string): string {
  const text = textOf(parent, name);
  if (text === undefined) throw new S3Error('MalformedXML', `${parent.name} needs ${name}.`);
  return text;
}

/** A whole number in a child that must be there. */
export function requiredInteger(parent: XmlElement, name: string): number {
  const text = requiredText(parent, name).trim();
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('MalformedXML');
  return Number(text);
}

// Control characters can't stand in XML 1.0 as themselves; S3 writes them as references all the same.
const escapeXml = (text: string): string =>
  text.replace(/[<>&"\u0000-\u001f]/g, (char) => {
    const named = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }[char];
    return named ?? `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`;
  });

/** `<name>text</name>`, escaped; nothing when the value is undefined. */
export const leaf = (name: string, value: string | number | boolean | undefined): string =>
  value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;

/** `<name>…</name>` around what is rendered already. */
export const element = (name: string, ...inner: string[]): string => `<${name}>${inner.join('')}</${name}>`;

/** A whole answer document in the S3 namespace. */
export const xmlDocument = (name: string, ...inner: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${xmlNamespace}">${inner.join('')}</${name}>`;
