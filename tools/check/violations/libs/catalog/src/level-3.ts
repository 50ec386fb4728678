import { payouts } from '../../payouts/src/index.js'; // level-3: siblings
export default payouts;
