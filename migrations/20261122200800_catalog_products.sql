-- What sellers sell, as the marketplace tells it, with the words that it is found by.

create extension if not exists pg_trgm;

-- What the marketplace tells of a seller beside the name.
alter table sellers
  add column rating        double precision not null default 0,
  add column reviews_count integer          not null default 0,
  add column updated_at    timestamptz,
  -- Sells no more: nothing of it is found, what it has sold stays.
  add column deleted_at    timestamptz,
  add constraint sellers_rating_check check (rating between 0 and 5),
  add constraint sellers_reviews_check check (reviews_count >= 0);

/*
  The words of a product with their weights: title A, brand B, category C, attributes and description D. Attributes are
  entered twice, so that they count for more than the description does. Every text is stemmed as Russian (which stems
  words in Latin letters as English) and as Turkish, as nobody says in which language a card is written. ё is е.
*/
create function product_document(title text, brand text, category text[], attributes jsonb, description text)
  returns tsvector language plpgsql immutable parallel safe
as $$
declare
  titles       text := translate(title, 'ёЁ', 'еЕ');
  brands       text := coalesce(translate(brand, 'ёЁ', 'еЕ'), '');
  categories   text := translate(array_to_string(category, ' '), 'ёЁ', 'еЕ');
  descriptions text := translate(description, 'ёЁ', 'еЕ');
  named        tsvector;
  document     tsvector;
begin
  document := setweight(to_tsvector('russian', titles) || to_tsvector('turkish', titles), 'A')
    || setweight(to_tsvector('russian', categories) || to_tsvector('turkish', categories), 'C');
  if brands <> '' then
    document := document || setweight(to_tsvector('russian', brands) || to_tsvector('turkish', brands), 'B');
  end if;
  if attributes <> '[]' then
    named := to_tsvector('russian', attributes) || to_tsvector('turkish', attributes);
    document := document || named || named;
  end if;
  if descriptions <> '' then
    document := document || to_tsvector('russian', descriptions) || to_tsvector('turkish', descriptions);
  end if;
  return document;
end $$;

create table products (
  id              uuid             not null,
  seller_id       uuid             not null,
  -- The marketplace's own name for it, of one seller's product only.
  external_id     text             not null,
  title           text             not null,
  brand           text,
  description     text             not null,
  -- From the widest to the narrowest.
  category        text[]           not null,
  -- [{"name": …, "value": …}], in the order in which they are shown.
  attributes      jsonb            not null,
  currency        text             not null,
  price_minor     bigint           not null,
  old_price_minor bigint,
  image_url       text,
  image_width     integer,
  image_height    integer,
  image_thumbhash text,
  -- Null when the marketplace does not count it: there is always some.
  stock           integer,
  rating          double precision not null,
  reviews_count   integer          not null,
  created_at      timestamptz      not null,
  updated_at      timestamptz      not null,
  -- No longer sold; moments that show it say so.
  deleted_at      timestamptz,
  document        tsvector         not null
    generated always as (product_document(title, brand, category, attributes, description)) stored,
  constraint products_pkey primary key (id),
  constraint products_external_id_key unique (external_id),
  constraint products_seller_fkey foreign key (seller_id) references sellers (id),
  constraint products_price_check check (price_minor >= 0),
  constraint products_old_price_check check (old_price_minor >= 0),
  constraint products_stock_check check (stock >= 0),
  constraint products_rating_check check (rating between 0 and 5),
  constraint products_reviews_check check (reviews_count >= 0),
  constraint products_image_check
    check ((image_url is null) = (image_width is null) and (image_url is null) = (image_height is null))
) with (fillfactor = 90);

-- A seller's page, newest first: ids are made in the order of time.
create index products_seller_idx on products (seller_id, id) where deleted_at is null;
-- Prices and stock are in no index: they change all the time, and then none of the indexes is written.
create index products_document_idx on products using gin (document);

-- Every word of titles, brands and categories, to find what a mistyped one was to be.
create table product_words (
  word     text    not null,
  -- Without marks upon letters: canta is çanta to whoever has no such key.
  folded   text    not null,
  -- What it is stemmed to; a word in another form is known by them.
  lexemes  text[]  not null,
  -- In how many products, as last counted.
  products integer not null,
  constraint product_words_pkey primary key (word)
);

create index product_words_folded_idx on product_words (folded);
create index product_words_trigrams_idx on product_words using gin (folded gin_trgm_ops);
create index product_words_lexemes_idx on product_words using gin (lexemes);
