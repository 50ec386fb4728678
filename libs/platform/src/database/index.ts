export { afterCommit, Database, type SnapshotRead } from './database.js';
export { databaseError, mapConstraints } from './database-error.js';
export { SnakeNamingStrategy } from './snake-naming.strategy.js';
export { execute, mayTake, rows, type Statement, statement, type Tx } from './statement.js';
export { inputHash } from './input-hash.js';
export { runMigrations } from './migrate.js';
