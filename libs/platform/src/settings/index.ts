export { allSettings, defineSetting, type SettingDefinition } from './define-setting.js';
export { Settings } from './settings.js';
