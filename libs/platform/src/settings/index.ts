export { allSettings, defineSetting } from './define-setting.js';
export { callerLimits, costSetting, socketsSetting } from './gateway.settings.js';
export { Settings } from './settings.js';
