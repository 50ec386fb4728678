import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataSource, type EntityMetadata, getMetadataArgsStorage } from 'typeorm';
import { SnakeNamingStrategy } from '@moments/platform';
import { compiled, root } from '../stack/paths.js';
import { withClient } from '../stack/postgres.js';
import { problem, type Problems } from './problems.js';

const columnsOf = `
  select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable
    from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`;

interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

/** Entities must say what the migrations made: the same columns with the same types and the same nullability. */
export async function checkEntities(databaseUrl: string): Promise<Problems> {
  // Loading a lib registers its entities.
  for (const lib of await readdir(join(root, 'libs'))) {
    await import(pathToFileURL(compiled(`libs/${lib}/src/index`)).href);
  }
  const entities = getMetadataArgsStorage().tables.map(({ target }) => target);
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: entities.filter((target) => typeof target !== 'string'),
    namingStrategy: new SnakeNamingStrategy(),
  });
  await dataSource.initialize();
  try {
    return await withClient(databaseUrl, async (client) => {
      const problems: string[] = [];
      for (const entity of dataSource.entityMetadatas) {
        const { rows } = await client.query<Column>(columnsOf, [entity.tableName]);
        problems.push(...differences(entity.tableName, declaredColumns(dataSource, entity), rows));
      }
      return problems;
    });
  } finally {
    await dataSource.destroy();
  }
}

const declaredColumns = (dataSource: DataSource, entity: EntityMetadata): Column[] =>
  entity.columns.map((column) => ({
    name: column.databaseName,
    type: `${dataSource.driver.normalizeType(column)}${column.isArray ? '[]' : ''}`,
    nullable: column.isNullable,
  }));

/** What an entity and its table say differently. */
export function differences(table: string, declared: readonly Column[], present: readonly Column[]): Problems {
  if (present.length === 0) return [problem(`${table}: there is an entity but no table`)];
  const missing = present
    .filter(({ name }) => !declared.some((column) => column.name === name))
    .map(({ name }) => problem(`${table}.${name}: the entity lacks the column`));
  const wrong = declared.flatMap((column) => {
    const real = present.find(({ name }) => name === column.name);
    if (!real) return [problem(`${table}.${column.name}: the table lacks the column`)];
    const said = describe(column);
    return said === describe(real)
      ? []
      : [problem(`${table}.${column.name}: entity says ${said}, table ${describe(real)}`)];
  });
  return [...missing, ...wrong];
}

const describe = ({ type, nullable }: Column): string => `${type}${nullable ? '' : ' not null'}`;
