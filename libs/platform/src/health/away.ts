import { isDatabaseAway } from '../database/database-error.js';
import { isRedisAway } from '../redis/redis.js';
import { isStoreAway } from '../storage/store-client.js';

/** Whether something failed because PostgreSQL, Redis or the store was not there for it, and not for what was asked. */
export const isAway = (error: unknown): boolean => isDatabaseAway(error) || isRedisAway(error) || isStoreAway(error);
