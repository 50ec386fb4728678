import { atLeast } from './expecting.js';
import { amountOf, compute } from './formula.js';
import type { Member, World } from './world.js';

interface Line {
  kind: string;
  day: string;
  description: string;
  amount: { amount: string };
  campaign: { id: string } | null;
  basis: { policyVersion: number | null; formula: string; inputs: Record<string, string> };
}

/** What an order has brought. */
interface Earned {
  orderId: string;
  amount: string;
}

/** Computes each line anew from what is printed of it. */
export async function readStatement(world: World, creator: Member, earned: Earned): Promise<void> {
  const { tell } = world;
  const lines: Line[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { edges, pageInfo } = await pageOfStatement(world, creator, after);
    lines.push(...edges.map(({ node }) => node));
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }

  const computed = lines.map((line) => ({ line, anew: amountOf(compute(line.basis.formula, line.basis.inputs)) }));
  tell.prove({
    ...{ who: creator, why: `computes all ${lines.length} lines anew from their own inputs` },
    shown: [...new Map(computed.map((each) => [each.line.kind, each])).values()].map(
      ({ line: { kind, day, basis, amount }, anew }) =>
        `${day} ${kind}: ${basis.formula} with ${inputsOf(basis.inputs)} = ${anew}; the statement says ${amount.amount}`,
    ),
    wrong: computed
      .filter(({ line, anew }) => line.amount.amount !== anew)
      .map(({ line, anew }) => `${line.day} ${line.kind} says ${line.amount.amount}, its basis gives ${anew}`),
  });
  const fromOrder = lines.find(({ kind, campaign }) => kind === 'ORDER_REWARD' && campaign?.id === earned.orderId);
  tell.prove({
    ...{ who: creator, why: 'finds the reward of the order, to the kopeck' },
    shown: [`${fromOrder?.kind ?? 'nothing'}: ${fromOrder?.amount.amount ?? ''} (${fromOrder?.description ?? ''})`],
    wrong: fromOrder?.amount.amount === earned.amount ? [] : [`${earned.amount} was awarded`],
  });
}

interface StatementPage {
  edges: { node: Line }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

async function pageOfStatement({ tell }: World, creator: Member, after: string | null): Promise<StatementPage> {
  const { me } = await tell.ask<{ me: { monetization: { statements: StatementPage } } }>({
    ...{ who: creator, why: after ? 'reads on' : 'reads the statement: every line tells what it follows from' },
    document: `query Statement($after: String) {
      me {
        monetization {
          statements(first: 50, after: $after) {
            edges { node { day kind description campaign { id } amount { amount currency } basis { policyVersion formula inputs } } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }`,
    variables: { after },
    expect: { me: { monetization: { statements: { edges: atLeast(1) } } } },
  });
  return me.monetization.statements;
}

const inputsOf = (inputs: Record<string, string>): string =>
  Object.entries(inputs)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
