export { openReceiver, type Receiver } from './receiver.js';
