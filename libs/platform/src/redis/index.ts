export { Bell } from './bell.js';
export { defineTopic, LiveNews } from './live-news.js';
export { isRedisAway, Redis, type RedisClient } from './redis.js';
export { consume, digest, makeLimiter } from './limiters.js';
