export {
  afterCommit,
  Database,
  databaseError,
  execute,
  mapConstraints,
  prepared,
  rows,
  type SnapshotRead,
  type Statement,
  statement,
  type Tx,
} from './database.js';
export { SnakeNamingStrategy } from './snake-naming.strategy.js';
export { inputHash } from './input-hash.js';
export { runMigrations } from './migrate.js';
