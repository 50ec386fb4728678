-- Sums of retention histograms, element by element: a day and its corrections, several days together.
create function views_add(one integer[], other integer[]) returns integer[]
  language sql immutable strict parallel safe
  return (select array_agg(a + b order by position) from unnest(one, other) with ordinality as pair (a, b, position));

create function views_subtract(one integer[], other integer[]) returns integer[]
  language sql immutable strict parallel safe
  return (select array_agg(a - b order by position) from unnest(one, other) with ordinality as pair (a, b, position));

create aggregate views_sum(integer[]) (
  sfunc = views_add, stype = integer[], initcond = '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', parallel = safe
);
