import { describe, expect, it } from '@jest/globals';
import { openApiOf } from './openapi.js';
import { integrationOperations } from './operations.js';
import { renderReference } from './reference/page.js';

const contents = integrationOperations.flatMap(({ id, body, answer }) => [
  { name: `${id}, sent`, ...body },
  { name: `${id}, answered`, ...answer },
]);
const values = ({ type, example }: (typeof contents)[number]): unknown[] => {
  if (type === 'application/xml') return [example];
  return (type === 'application/json' ? [example] : example.split('\n')).map((text) => JSON.parse(text) as unknown);
};

describe('the integration API as it is told', () => {
  it.each(contents)('has an example that its own schema takes: $name', (content) => {
    for (const value of values(content)) expect(content.schema.safeParse(value).error).toBeUndefined();
  });

  it('names every call on the page for people, and needs nothing from elsewhere', () => {
    const page = renderReference(integrationOperations);
    for (const { id, path } of integrationOperations) {
      expect(page).toContain(`<section id="${id}">`);
      expect(page).toContain(path);
    }
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
  });

  it('escapes what it shows', () => {
    const [first] = integrationOperations;
    expect(renderReference([{ ...first!, summary: '<script>' }])).toContain('&lt;script&gt;');
  });

  it('leaves patterns out of the document where the format says it', () => {
    const text = JSON.stringify(openApiOf(integrationOperations));
    expect(text).toContain('"format":"date-time"');
    expect(text).not.toContain('02-29');
  });
});
