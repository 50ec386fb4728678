import type { Chapter } from '../chapter.js';
import type { DemoWorld } from '../world.js';
import { calendar, payees, today } from './calendar.js';
import { type Deed, PayoutDesk } from './desk.js';

const states = ['APPROVED', 'PAID', 'REJECTED', 'REQUESTED', 'RETURNED', 'SENT'];

/** On which days of the week those are paid who have enough; as the product has it by itself. */
const onMondays = '{"weekdays":[1]}';
const onRequest = '{"weekdays":[]}';

/** Payouts of each tax status in each of their states. */
export class PayoutsChapter implements Chapter {
  readonly name = 'payouts';
  private desk?: PayoutDesk;

  async on(day: number, world: DemoWorld): Promise<void> {
    if (!this.desk) {
      this.desk = new PayoutDesk(world);
      // So that the story is the same whichever days of it are Mondays.
      await world.operate('settings', 'set', 'payouts.schedule', onRequest);
    }
    await this.live(calendar[day] ?? [], `day ${day}`);
  }

  /** A demo without a past has earned nothing that could be paid. */
  async today(world: DemoWorld): Promise<void> {
    if (!this.desk) return;
    await this.live(today, 'today');
    for (const creator of payees) await seeEveryState(creator, world);
    await world.operate('settings', 'set', 'payouts.schedule', onMondays);
    console.log(`  payouts of ${payees.length} tax statuses: ${states.join(', ').toLowerCase()}`);
  }

  private async live(deeds: readonly Deed[], when: string): Promise<void> {
    try {
      for (const deed of deeds) if (this.desk) await deed(this.desk);
    } catch (cause) {
      throw new Error(`payouts, ${when}: ${String(cause)}`, { cause });
    }
  }
}

async function seeEveryState(creator: string, world: DemoWorld): Promise<void> {
  interface Own {
    me: { monetization: { payouts: { edges: { node: { status: string } }[] } } };
  }
  const client = await world.as(creator);
  const { me } = await client.send<Own>('{ me { monetization { payouts(first: 50) { edges { node { status } } } } } }');
  const there = new Set(me.monetization.payouts.edges.map(({ node }) => node.status));
  const missing = states.filter((state) => !there.has(state));
  if (missing.length > 0) throw new Error(`${creator} has no payout that is ${missing.join(' or ')}`);
}
