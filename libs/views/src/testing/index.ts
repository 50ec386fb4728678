export { aWatchedMoment } from './factories.js';
export { testPlayback } from './options.js';
export { freezeAsItStands } from './frozen-day.js';
export { type StoredView, storedViews } from './view-events.js';
