import { S3Error } from './errors.js';
import { childrenOf, expectChildren, parseXml, textOf, type XmlElement } from './xml.js';

export interface CorsRule {
  origins: string[];
  methods: string[];
  allowedHeaders: string[];
  exposedHeaders: string[];
  maxAgeS: number | undefined;
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];
const maxRules = 100;

const texts = (parent: XmlElement, name: string): string[] => childrenOf(parent, name).map((child) => child.text);

/** Reads a CORSConfiguration document; throws MalformedXML, InvalidRequest. */
export function parseCors(source: string): CorsRule[] {
  const root = parseXml(source, 'CORSConfiguration');
  expectChildren(root, ['CORSRule']);
  if (root.children.length === 0 || root.children.length > maxRules) throw new S3Error('MalformedXML');
  return root.children.map(parseRule);
}

function parseRule(element: XmlElement): CorsRule {
  expectChildren(element, ['ID', 'AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader', 'MaxAgeSeconds']);
  const maxAge = textOf(element, 'MaxAgeSeconds');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw new S3Error('MalformedXML');
  const rule: CorsRule = {
    origins: texts(element, 'AllowedOrigin'),
    methods: texts(element, 'AllowedMethod'),
    allowedHeaders: texts(element, 'AllowedHeader').map((header) => header.toLowerCase()),
    exposedHeaders: texts(element, 'ExposeHeader'),
    maxAgeS: maxAge === undefined ? undefined : Number(maxAge),
  };
  if (rule.origins.length === 0 || rule.methods.length === 0) throw new S3Error('MalformedXML');
  const unknown = rule.methods.find((method) => !methods.includes(method));
  if (unknown !== undefined)
    throw new S3Error('InvalidRequest', `Found unsupported HTTP method in CORS config: ${unknown}`);
  for (const pattern of [...rule.origins, ...rule.allowedHeaders]) {
    if (pattern.split('*').length > 2)
      throw new S3Error('InvalidRequest', `"${pattern}" can not have more than one wildcard.`);
  }
  return rule;
}

function matches(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

export interface CorsRequest {
  origin: string;
  /** The method of the request itself, or the one a preflight asks for. */
  method: string;
  /** The headers a preflight asks for, in lower case. */
  headers: string[];
}

/** The first rule that lets the request through, and the headers it answers with; undefined when none does. */
export function corsHeaders(rules: CorsRule[], request: CorsRequest): Record<string, string> | undefined {
  for (const rule of rules) {
    const origin = rule.origins.find((pattern) => matches(pattern, request.origin));
    if (origin === undefined || !rule.methods.includes(request.method)) continue;
    if (!request.headers.every((header) => rule.allowedHeaders.some((pattern) => matches(pattern, header)))) continue;
    return answer(rule, origin === '*', request);
  }
  return undefined;
}

function answer(rule: CorsRule, anyOrigin: boolean, request: CorsRequest): Record<string, string> {
  return {
    'access-control-allow-origin': anyOrigin ? '*' : request.origin,
    'access-control-allow-methods': rule.methods.join(', '),
    ...(anyOrigin ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(request.headers.length > 0 && { 'access-control-allow-headers': request.headers.join(', ') }),
    ...(rule.exposedHeaders.length > 0 && { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }),
    ...(rule.maxAgeS !== undefined && { 'access-control-max-age': String(rule.maxAgeS) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
