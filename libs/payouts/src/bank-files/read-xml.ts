import { SaxesParser } from 'saxes';
import { BankFileInvalid, BankFileTooLarge } from './bank-files.errors.js';

/** An element of a message, by its local name. */
export interface XmlNode {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Without blanks around it. */
  readonly text: string;
}

interface OpenNode extends XmlNode {
  children: XmlNode[];
  text: string;
}

const maxMegabytes = 10;
/** What is larger is not read at all. */
export const maxBankFileBytes = maxMegabytes * 1024 * 1024;
const maxDepth = 32;
const maxElements = 400_000;
const maxTextLength = 10_000;

/**
 * Reads a message of a bank. Nothing in it is followed or expanded: a document type, and with it every entity that is not
 * one of XML's own five, is refused; depth, elements and texts are bounded. Throws `BankFileTooLarge`, `BankFileInvalid`.
 */
export function readXml(content: Uint8Array): XmlNode {
  if (content.length > maxBankFileBytes) throw new BankFileTooLarge(maxMegabytes);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenNode[] = [];
  let [elements, root] = [0, undefined as XmlNode | undefined];
  parser.on('error', (error) => {
    throw new BankFileInvalid(
      `it is not well-formed XML (line ${parser.line}: ${error.message.replace(/^\d+:\d+: /, '')})`,
    );
  });
  parser.on('doctype', () => {
    throw new BankFileInvalid('it has a document type');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && encoding.toUpperCase() !== 'UTF-8') throw new BankFileInvalid('it is not in UTF-8');
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1;
    if (open.length >= maxDepth) throw new BankFileInvalid('it is nested too deep');
    if (elements > maxElements) throw new BankFileInvalid('it has too many elements');
    const named = Object.values(attributes).map((attribute) => [attribute.local, attribute.value] as const);
    const node = { name: local, namespace: uri, attributes: Object.fromEntries(named), children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const addText = (text: string): void => {
    const node = open.at(-1);
    if (!node) return;
    node.text += text;
    if (node.text.length > maxTextLength) throw new BankFileInvalid('it has too long a text');
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const node = open.pop();
    if (!node) return;
    node.text = node.text.trim();
    if (open.length === 0) root = node;
  });
  parser.write(decode(content)).close();
  if (!root) throw new BankFileInvalid('it is empty');
  return root;
}

function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new BankFileInvalid('it is not in UTF-8');
  }
}

/** Everything under a path of names. */
export const all = (node: XmlNode, ...path: readonly string[]): XmlNode[] =>
  path.reduce<XmlNode[]>(
    (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [node],
  );

/** The first text under a path that is not empty. */
export const textAt = (node: XmlNode, ...path: readonly string[]): string | undefined =>
  all(node, ...path).find(({ text }) => text !== '')?.text;
