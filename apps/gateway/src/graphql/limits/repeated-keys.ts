import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { Fragments } from './fragments.js';

/** A selection set, and the fragments that it stands in. */
interface Part {
  readonly selectionSet: SelectionSetNode;
  readonly within: ReadonlySet<string>;
}

/** What {@link repeatedKeys} has found. */
export interface RepeatedKeys {
  /** How often the most repeated key of the answer is selected at one place of it. */
  most: number;
  /** Whether there was more to look into than `maxFields`; `most` is then of what was seen. */
  isCutShort: boolean;
}

/**
 * Counts how often each key of the answer is selected at its place, selection sets of one key merged and a fragment
 * counted once for each place: validation compares all of them with one another, pair by pair.
 */
export function repeatedKeys(selectionSet: SelectionSetNode, fragments: Fragments, maxFields: number): RepeatedKeys {
  const places: Part[][] = [[{ selectionSet, within: new Set() }]];
  let [most, seen] = [0, 0];
  for (let place = places.pop(); place; place = places.pop()) {
    for (const fields of fieldsOf(place, fragments).values()) {
      most = Math.max(most, fields.length);
      seen += fields.length;
      if (seen > maxFields) return { most, isCutShort: true };
      const below = fields.flatMap(({ node, within }) =>
        node.selectionSet ? [{ selectionSet: node.selectionSet, within }] : [],
      );
      if (below.length > 0) places.push(below);
    }
  }
  return { most, isCutShort: false };
}

type Fields = Map<string, { node: FieldNode; within: ReadonlySet<string> }[]>;

function fieldsOf(parts: readonly Part[], fragments: Fragments): Fields {
  const fields: Fields = new Map();
  const spread = new Set<string>();
  const left = [...parts];
  for (let part = left.pop(); part; part = left.pop()) {
    const { within } = part;
    for (const selection of part.selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const known = fields.get(key);
        if (known) known.push({ node: selection, within });
        else fields.set(key, [{ node: selection, within }]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        left.push({ selectionSet: selection.selectionSet, within });
      } else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        // One that spreads itself is another rule's error.
        if (!fragment || spread.has(name) || within.has(name)) continue;
        spread.add(name);
        left.push({ selectionSet: fragment.selectionSet, within: new Set(within).add(name) });
      }
    }
  }
  return fields;
}
