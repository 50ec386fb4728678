import { inner } from '../../identity/src/inner.js'; // only-door
export default inner;
