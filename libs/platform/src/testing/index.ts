export { type LibWorld, openLibWorld } from './lib-world.js';
