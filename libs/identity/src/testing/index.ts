export { anAccount, type AnAccount, closeFeature, openFeature } from './factories.js';
