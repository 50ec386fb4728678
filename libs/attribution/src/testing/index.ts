export { testClicks } from './options.js';
