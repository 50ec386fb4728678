export { AttributionModule } from './attribution.module.js';
export type { ClickView } from './clicks/click.view.js';
export { cardOpened } from './clicks/clicks.events.js';
export { ClicksQueries } from './clicks/clicks.queries.js';
