import { Injectable } from '@nestjs/common';
import { costSetting, Settings } from '@moments/platform';
import type { FastifyRequest } from 'fastify';
import { toldOf } from '../http/errors.js';
import { outcomeOf } from '../http/outcomes.js';
import type { GraphqlContext } from './context.js';
import { ContextFactory } from './context.factory.js';
import { Documents } from './documents/documents.js';
import type { Operation, Variables } from './execution/operation.js';
import { CostBudget } from './limits/cost-budget.js';
import { CostTooHigh, RateLimited } from './limits/cost.errors.js';
import { costOf, eventCostOf } from './limits/cost-plan.js';
import { addressPayer, payerOf } from './limits/payer.js';
import { localeOf } from './locale.js';
import { refusal } from './refusal.js';

/** Everything that an operation must pass before it runs, whichever way it comes. */
@Injectable()
export class OperationGate {
  constructor(
    private readonly contexts: ContextFactory,
    private readonly documents: Documents,
    private readonly budget: CostBudget,
    private readonly settings: Settings,
  ) {}

  /** The context of an HTTP request, or a GraphQL error with its status for what is not let in. */
  async open(request: FastifyRequest): Promise<GraphqlContext> {
    const outcome = outcomeOf(request);
    try {
      this.documents.requireAdmissible(textOf(request));
      const context = await this.contexts.fromRequest(request, outcome);
      this.refuseWhenSpent(context);
      return context;
    } catch (error) {
      const told = toldOf(error);
      if (!told) throw error;
      outcome.code = told.code;
      // Guessing at tokens is not free either.
      if (told.code === 'UNAUTHENTICATED') await this.budget.chargeRejected(addressPayer(request.ip));
      throw refusal(told, localeOf(request.headers['accept-language']));
    }
  }

  /** Throws `RateLimited` for whoever was found spent a moment ago, before anything is read for them. */
  refuseWhenSpent(context: GraphqlContext): void {
    this.budget.refuseWhenSpent(payerOf(context));
  }

  /** Charges an operation; throws `CostTooHigh` for one that nobody may run, `RateLimited` for a spent budget. */
  async charge(operation: Operation, variables: Variables | undefined, context: GraphqlContext): Promise<void> {
    const { outcome } = context.request;
    outcome.operation = operation.name;
    outcome.label = operation.label;
    const points = costOf(operation.cost, variables);
    const { perOperation } = await this.settings.get(costSetting);
    if (points > perOperation) throw new CostTooHigh(points, perOperation);
    try {
      outcome.cost = await this.budget.charge(payerOf(context), points);
    } catch (error) {
      if (error instanceof RateLimited) outcome.cost = error.cost;
      throw error;
    }
  }

  /** Charges one event of a subscription. Gives 0, or after how many seconds to try again: it is not lost, it comes later. */
  chargeEvent(operation: Operation, variables: Variables | undefined, context: GraphqlContext): Promise<number> {
    return this.budget.chargeEvent(payerOf(context), eventCostOf(operation.cost, variables));
  }

  /** Charges a document that is not executed, unless it was charged already. */
  async chargeRejected(context: GraphqlContext): Promise<void> {
    context.request.outcome.cost ??= await this.budget.chargeRejected(payerOf(context));
  }
}

function textOf(request: FastifyRequest): unknown {
  const from: unknown = request.method === 'GET' ? request.query : request.body;
  return typeof from === 'object' && from !== null && 'query' in from ? from.query : undefined;
}
