export { type Shop, type Taken, WorkWorld } from './work-world.js';
