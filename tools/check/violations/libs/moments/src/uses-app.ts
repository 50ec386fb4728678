import { gateway } from '../../../apps/gateway/src/main.js'; // libs-below-apps
export default gateway;
