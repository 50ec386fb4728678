import { Injectable } from '@nestjs/common';
import { Database, statement } from '@moments/platform';
import { correct, type KnownWord, neighboursOf } from './domain/correct.js';
import { type StemmedWord, textQueries } from './domain/text-query.js';
import { folded, isSpellable } from './domain/words.js';

const lexemesOf = `tsvector_to_array(to_tsvector('russian', asked.word) || to_tsvector('turkish', asked.word))`;

// A word that is in titles, brands or categories in another form is known by its stems.
const stems = statement(
  'catalog.stems',
  `select asked.word, stemmed.lexemes,
     exists (select from product_words where product_words.lexemes && stemmed.lexemes) as known
     from unnest($1::text[]) with ordinality as asked (word, place)
    cross join lateral (select ${lexemesOf} as lexemes) as stemmed
    order by asked.place`,
);

// The limit, and that it is counted, keep the planner to the index: it takes one match for cheap to come by in the table.
const onCards = statement(
  'catalog.words-on-cards',
  `select asked.word from unnest($1::text[], $2::text[]) as asked (word, query)
    where (select count(*) from (
            select from products where document @@ asked.query::tsquery and deleted_at is null limit 100) as found) > 0`,
);

const alike = statement(
  'catalog.words-alike',
  `select asked.word as asked, near.word, near.folded, near.products
     from unnest($1::text[]) as asked (word)
    cross join lateral (
      select word, folded, products from product_words
       where product_words.folded % asked.word
       order by similarity(product_words.folded, asked.word) desc, products desc, word limit 30) as near
    union
   select asked.word, product_words.word, product_words.folded, product_words.products
     from unnest($2::text[], $3::text[]) as asked (word, neighbour)
     join product_words on product_words.folded = asked.neighbour`,
);

interface Stem extends StemmedWord {
  readonly known: boolean;
}

/** Makes of the words of a query those that cards use. */
@Injectable()
export class Interpretation {
  constructor(private readonly database: Database) {}

  /** Words that no card has in any form become the known word that is nearest, where one is near enough. */
  async of(words: readonly string[]): Promise<readonly StemmedWord[]> {
    if (words.length === 0) return [];
    const read = await this.database.read<Stem>(stems, [words]);
    const unknown = read.filter(({ word, known, lexemes }) => !known && lexemes.length > 0 && isSpellable(word));
    if (unknown.length === 0) return read;
    const written = await this.onCards(unknown);
    const corrected = await this.correct(unknown.flatMap(({ word }) => (written.has(word) ? [] : [word])));
    if (corrected.size === 0) return read;
    return this.database.read<Stem>(stems, [read.map(({ word }) => corrected.get(word) ?? word)]);
  }

  /** Those that some card has in whatever place, in any form: whoever looks for such a word has not mistyped it. */
  private async onCards(words: readonly StemmedWord[]): Promise<ReadonlySet<string>> {
    const queries = words.map((word) => textQueries([word])?.anyWord);
    const found = await this.database.read<{ word: string }>(onCards, [words.map(({ word }) => word), queries]);
    return new Set(found.map(({ word }) => word));
  }

  private async correct(words: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (words.length === 0) return new Map();
    const plain = words.map(folded);
    const pairs = plain.flatMap((word) => neighboursOf(word).map((neighbour) => ({ word, neighbour })));
    const found = await this.database.read<KnownWord & { asked: string }>(alike, [
      plain,
      pairs.map(({ word }) => word),
      pairs.map(({ neighbour }) => neighbour),
    ]);
    return new Map(
      words.flatMap((word) => {
        const plainWord = folded(word);
        const near = correct(
          plainWord,
          found.filter(({ asked }) => asked === plainWord),
        );
        return near === undefined ? [] : [[word, near] as const];
      }),
    );
  }
}
