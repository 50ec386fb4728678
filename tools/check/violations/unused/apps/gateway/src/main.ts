import { inside, taken, type TakenType } from '../../../libs/moments/src/index.js';
const main: [number, TakenType] = [inside, taken];
export default main;
