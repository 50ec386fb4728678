export { aWatchedMoment } from './factories.js';
export { testPlayback } from './options.js';
