/*
  The words of a product with their weights: title A, brand and category B, attributes C, description D. A brand is
  entered twice, so that it counts for more than a category does. Every text is stemmed as Russian (which stems words in
  Latin letters as English) and as Turkish, as nobody says in which language a card is written. ё is е.
*/
create or replace function product_document(
  title text, brand text, category text[], attributes jsonb, description text
) returns tsvector language plpgsql immutable parallel safe
as $$
declare
  titles       text := translate(title, 'ёЁ', 'еЕ');
  brands       text := coalesce(translate(brand, 'ёЁ', 'еЕ'), '');
  categories   text := translate(array_to_string(category, ' '), 'ёЁ', 'еЕ');
  descriptions text := translate(description, 'ёЁ', 'еЕ');
  named        tsvector;
  document     tsvector;
begin
  document := setweight(to_tsvector('russian', titles) || to_tsvector('turkish', titles), 'A');
  if brands <> '' then
    named := setweight(to_tsvector('russian', brands) || to_tsvector('turkish', brands), 'B');
    document := document || named || named;
  end if;
  if categories <> '' then
    document := document || setweight(to_tsvector('russian', categories) || to_tsvector('turkish', categories), 'B');
  end if;
  if attributes <> '[]' then
    document := document || setweight(to_tsvector('russian', attributes) || to_tsvector('turkish', attributes), 'C');
  end if;
  if descriptions <> '' then
    document := document || to_tsvector('russian', descriptions) || to_tsvector('turkish', descriptions);
  end if;
  return document;
end $$;

-- What is stored was made by the earlier weights; naming a column that the document is made of makes it anew.
update products set title = title;
