export { defineEvent, defineSubscription, type EventDefinition } from './define-event.js';
export { Events } from './events.js';
