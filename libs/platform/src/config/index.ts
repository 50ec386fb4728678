export { commonEnvironment, environment } from './environment.js';
export { ConfigError, loadConfig } from './load-config.js';
