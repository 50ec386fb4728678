import { webhooks } from '../../webhooks/src/index.js'; // level-7: siblings
export default webhooks;
