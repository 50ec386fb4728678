import { Injectable } from '@nestjs/common';
import type { ClickId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { clickColumns, type ClickRow, toClickView } from './click.sql.js';
import type { ClickView } from './click.view.js';

const byIds = statement('attribution.clicks-by-id', `select ${clickColumns} from clicks where id = any($1)`);

/** Reads clicks; one statement each. */
@Injectable()
export class ClicksQueries {
  constructor(private readonly database: Database) {}

  /** Those that there are. */
  async byIds(ids: readonly ClickId[]): Promise<Map<ClickId, ClickView>> {
    const found = await this.database.read<ClickRow>(byIds, [ids]);
    return new Map(found.map((row) => [row.id, toClickView(row)]));
  }
}
