export { defineEvent, defineSubscription, type EventDefinition } from './define-event.js';
export { emitting, Events } from './events.js';
