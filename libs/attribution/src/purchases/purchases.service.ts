import { Injectable } from '@nestjs/common';
import { type ClickId, Clock, InvalidInput } from '@moments/kernel';
import { Database, inputHash } from '@moments/platform';
import { SettlingService } from '../attributions/settling.service.js';
import type { LineProblem } from './domain/fold-line.js';
import { type Knowledge, Knowing } from './knowledge.js';
import { holdLine } from './lines.store.js';
import { hashesOf, keepEvents, type NewEvent } from './purchase-events.store.js';
import { readPurchaseEvent, type ToldEvent, toPurchaseEvent } from './purchase-input.js';
import { PurchaseEventReused } from './purchases.errors.js';

/** What an integration tells at once. */
export interface ToldPurchases {
  /** UUID. */
  readonly integrationId: string;
  /** Each as it was sent. */
  readonly events: readonly unknown[];
  /** The click of a name that we have given out; `undefined` for any other text. */
  readonly clickOf: (name: string) => ClickId | undefined;
}

/** What became of one event. */
export type PurchaseOutcome =
  | {
      readonly outcome: 'kept' | 'repeated';
      readonly eventId: string;
      /** What does not fit together in all that was told of its line, this event included. */
      readonly lineProblems: readonly LineProblem[];
    }
  | { readonly outcome: 'refused'; readonly error: InvalidInput | PurchaseEventReused };

interface Numbered {
  readonly index: number;
  readonly told: ToldEvent;
}

/** Takes in what the marketplace tells of order lines. */
@Injectable()
export class PurchasesService {
  constructor(
    private readonly database: Database,
    private readonly knowing: Knowing,
    private readonly settling: SettlingService,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps every event that can be read and was not told before, and settles its line; what became of each is given in
   * their order. Lines are taken in one by one: when something breaks in between, the same may be told again.
   */
  async receive({ integrationId, events, clickOf }: ToldPurchases): Promise<PurchaseOutcome[]> {
    const now = this.clock.now();
    const outcomes = new Map<number, PurchaseOutcome>();
    const lines = new Map<string, Numbered[]>();
    for (const [index, event] of events.entries()) {
      const told = readPurchaseEvent(event, now);
      if (told instanceof InvalidInput) outcomes.set(index, { outcome: 'refused', error: told });
      else lines.set(lineKey(told), [...(lines.get(lineKey(told)) ?? []), { index, told }]);
    }
    const knowledge = await this.knowing.of(subjectsOf([...lines.values()].flat()));
    for (const line of lines.values()) {
      for (const [index, outcome] of await this.keep(line, { integrationId, clickOf, knowledge })) {
        outcomes.set(index, outcome);
      }
    }
    return events.flatMap((_, index) => outcomes.get(index) ?? []);
  }

  /** Keeps the events of one line. */
  private keep(
    events: readonly Numbered[],
    { integrationId, clickOf, knowledge }: Omit<ToldPurchases, 'events'> & { knowledge: Knowledge },
  ): Promise<[number, PurchaseOutcome][]> {
    const news = events.map(({ index, told }) => ({
      index,
      eventId: told.eventId,
      event: toPurchaseEvent(told, { key: told.eventId, clickOf }),
      inputHash: inputHash(told),
    }));
    const [first] = events;
    if (!first) return Promise.resolve([]);
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const line = await holdLine(tx, first.told, now);
      const kept = await keepEvents(tx, firstOfEach(news), { lineId: line.id, integrationId, now });
      const eventIds = news.map(({ eventId }) => eventId);
      const hashes = kept.size === news.length ? undefined : await hashesOf(tx, { integrationId, eventIds });
      const { problems: lineProblems } = await this.settling.settle(tx, line, knowledge);
      return news.map(({ index, eventId, inputHash: hash }): [number, PurchaseOutcome] => {
        if (hashes && hashes.get(eventId) !== hash)
          return [index, { outcome: 'refused', error: new PurchaseEventReused() }];
        // Of an event that is told twice at once, the first is kept.
        const outcome = kept.delete(eventId) ? 'kept' : 'repeated';
        return [index, { outcome, eventId, lineProblems }];
      });
    });
  }
}

const lineKey = ({ orderId, lineId }: ToldEvent): string => `${orderId} ${lineId}`;

const firstOfEach = (events: readonly NewEvent[]): NewEvent[] => [
  ...new Map(events.toReversed().map((event) => [event.eventId, event])).values(),
];

/** What other libs are to be asked of the things that events speak of. */
function subjectsOf(events: readonly Numbered[]) {
  const placed = events.flatMap(({ told }) => (told.type === 'placed' ? [told] : []));
  return {
    productExternalIds: placed.map(({ productExternalId }) => productExternalId),
    subjects: placed.flatMap(({ buyer }) => buyer?.subject ?? []),
  };
}
