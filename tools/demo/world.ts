import type { GraphqlClient } from '../client/graphql-client.js';
import type { DemoClock } from './clock.js';
import type { Marketplace } from './marketplace.js';
import type { MadeMoment } from './moments.js';

/** What the demo's chapters act on, and through whom. */
export interface DemoWorld {
  clock: DemoClock;
  marketplace: Marketplace;
  moments: readonly MadeMoment[];
  /** Somebody's app, signed in with a token that is good at the world's time; asked for anew whenever the clock was moved. */
  as(handle: string): Promise<GraphqlClient>;
  /** The app of somebody who has not signed in, on a device and in a network of their own. */
  visitor(place: { device: string; address: string }): GraphqlClient;
  /** Types an operator's command; gives what it printed, throws when it fails. */
  operate(...words: readonly string[]): Promise<string>;
}
