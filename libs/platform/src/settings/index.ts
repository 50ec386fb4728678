export { allSettings, defineSetting } from './define-setting.js';
export { Settings } from './settings.js';
