import { inner } from '../../../libs/identity/src/inner.js'; // only-door-for-apps
export const gateway = inner;
