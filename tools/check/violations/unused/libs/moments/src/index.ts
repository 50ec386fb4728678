export { inside } from './inside.js';
export { type LeftType, type TakenType, taken, left } from './moment.js'; // left, LeftType: nobody outside takes them
