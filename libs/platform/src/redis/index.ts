export { Bell } from './bell.js';
export { defineTopic, LiveNews, type Topic } from './live-news.js';
export { NewsStream } from './news-stream.js';
export { Redis, type RedisClient, type RedisOptions } from './redis.js';
export { RedisModule } from './redis.module.js';
export { consume, digest, makeLimiter } from './limiters.js';
