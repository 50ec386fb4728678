import { Injectable } from '@nestjs/common';
import { ClickSigning, type PurchaseOutcome, PurchasesService } from '@moments/attribution';
import { InvalidInput } from '@moments/kernel';
import { IntegrationAuth } from './authentication.js';
import { type Problem, problemOf } from './problem.js';
import { mostEvents } from './purchases.operations.js';
import type { SignedRequest } from './webhook-signature.js';

type Kept = Extract<PurchaseOutcome, { outcome: 'kept' | 'repeated' }>;

/** What became of one event among several; `index` is its place in the list. */
type EventAnswer = { readonly index: number } & (
  Kept | { readonly outcome: 'refused'; readonly problem: Omit<Problem, 'requestId'> }
);

interface EventsAnswer {
  readonly received: number;
  readonly kept: number;
  readonly repeated: number;
  readonly refused: number;
  readonly events: readonly EventAnswer[];
}

/** `POST /integration/v1/purchases`: something happened to order lines. */
@Injectable()
export class PurchasesEndpoint {
  constructor(
    private readonly auth: IntegrationAuth,
    private readonly purchases: PurchasesService,
    private readonly clicks: ClickSigning,
  ) {}

  /**
   * Takes in one event, or several under `events`. Throws what {@link IntegrationAuth.verifySigned} throws, `InvalidInput`
   * for what is no event, and for one event alone what is wrong with it; of several, each that is refused has its problem.
   */
  async post(request: SignedRequest, requestId: string): Promise<Kept | EventsAnswer> {
    const { integration } = await this.auth.verifySigned(request, 'purchases:write');
    const told = readJson(request.body);
    const several = severalOf(told);
    const outcomes = await this.purchases.receive({
      integrationId: integration.id,
      events: several ?? [told],
      clickOf: (name) => this.clicks.verify(name),
    });
    if (several) return toAnswer(outcomes, requestId);
    const [outcome] = outcomes;
    if (!outcome) throw new Error('an event has an outcome');
    if (outcome.outcome === 'refused') throw outcome.error;
    return outcome;
  }
}

/** The events of a body that has several; `undefined` when it is one itself. */
function severalOf(told: unknown): readonly unknown[] | undefined {
  if (typeof told !== 'object' || told === null || !('events' in told)) return undefined;
  const { events } = told;
  if (Array.isArray(events) && events.length > 0 && events.length <= mostEvents) return events as unknown[];
  throw new InvalidInput([{ field: ['events'], message: `must be a list of 1 to ${mostEvents} events` }]);
}

function toAnswer(outcomes: readonly PurchaseOutcome[], requestId: string): EventsAnswer {
  const count = (wanted: PurchaseOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return {
    ...{ received: outcomes.length, kept: count('kept'), repeated: count('repeated'), refused: count('refused') },
    events: outcomes.map((outcome, index) =>
      outcome.outcome === 'refused'
        ? { index, outcome: outcome.outcome, problem: toProblem(outcome.error, requestId) }
        : { index, ...outcome },
    ),
  };
}

function toProblem(error: Error, requestId: string): Omit<Problem, 'requestId'> {
  const problem = problemOf(error, requestId);
  if (!problem) throw error;
  const { type, title, status, detail, code, errors } = problem;
  return { type, title, status, detail, code, ...(errors ? { errors } : {}) };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InvalidInput([{ field: [], message: 'is not JSON in UTF-8' }]);
  }
}
