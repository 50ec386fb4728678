import { describe, expect, it } from '@jest/globals';
import { replaced } from './section.js';

describe('a section of a document', () => {
  const text = 'before <!-- a -->old<!-- /a --> between <!-- b -->kept<!-- /b --> after';

  it('is replaced between its markers, and nothing else is', () => {
    expect(replaced(text, 'a', 'new $1')).toBe(
      'before <!-- a -->\n\nnew $1\n\n<!-- /a --> between <!-- b -->kept<!-- /b --> after',
    );
  });

  it('is missed when one of its markers is missing', () => {
    expect(replaced('<!-- a -->old', 'a', 'new')).toBeUndefined();
    expect(replaced(text, 'c', 'new')).toBeUndefined();
  });
});
