export { policyWith, someRules } from './some-rules.js';
export { StrikesForTests } from './strikes-for-tests.js';
