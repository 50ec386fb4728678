export { aCamt054, aPain002 } from './bank-messages.js';
export { anInn, aRussianAccount } from './numbers.js';
export { PayoutsWorld, testDebtor } from './payouts-world.js';
