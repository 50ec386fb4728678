export { campaignModules, type Shop, type Standing, type Taken, WorkWorld } from './work-world.js';
