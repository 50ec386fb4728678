export { campaignModules } from './campaign-modules.js';
export { type Shop, type Standing, type Taken, WorkWorld } from './work-world.js';
