/** What a link to a product is made of. */
export interface LinkParts {
  /** The marketplace's own name of the product. */
  readonly externalId: string;
  /** The click's signed name. */
  readonly clickId: string;
}

/** A template with its `{externalId}` and `{clickId}` filled in, each encoded so that it stays what it is in a URL. */
export const productLink = (template: string, parts: LinkParts): string =>
  template.replace(/\{(externalId|clickId)\}/g, (_, name: keyof LinkParts) => encodeURIComponent(parts[name]));

/**
 * Whether a template makes links that can be trusted: https, both parts in it, and none of them in the host: nobody's
 * product may decide where people are led.
 */
export function isLinkTemplate(template: string): boolean {
  if (!template.includes('{externalId}') || !template.includes('{clickId}')) return false;
  const [one, other] = ['a', 'b'].map((text) => readUrl(productLink(template, { externalId: text, clickId: text })));
  return one?.protocol === 'https:' && one.username === '' && one.host === other?.host;
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
