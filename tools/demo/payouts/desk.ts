import type { GraphqlClient } from '../../client/graphql-client.js';
import type { DemoWorld } from '../world.js';
import { Bank } from './bank.js';

/** What those who pay have before them. */
export class PayoutDesk {
  readonly bank: Bank;
  /** The payout that each creator has asked for last, by handle. */
  private readonly latest = new Map<string, string>();

  constructor(readonly world: DemoWorld) {
    this.bank = new Bank(world);
  }

  keep(creator: string, payoutId: string): void {
    this.latest.set(creator, payoutId);
  }

  of(creator: string): string {
    const id = this.latest.get(creator);
    if (!id) throw new Error(`${creator} has asked for nothing yet`);
    return id;
  }

  /** Two people look at what leaves the house. */
  operators(): Promise<[GraphqlClient, GraphqlClient]> {
    return Promise.all([this.world.as('control.room'), this.world.as('second.desk')]);
  }
}

/** Something that somebody does about creators' payouts. */
export type Deed = (desk: PayoutDesk) => Promise<void>;

/** The same by or for several, one after the other. */
export const each =
  (creators: readonly string[], deed: (creator: string) => Deed): Deed =>
  async (desk) => {
    for (const creator of creators) await deed(creator)(desk);
  };
