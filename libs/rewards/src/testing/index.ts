export { policyWith, someRules } from './some-rules.js';
export { StrikesForTests } from './strikes-for-tests.js';
export { earningFrom, foundLater, frozenDay, type ToldViews } from './frozen-days.js';
export { viewsClosed, watched } from './watched.js';
