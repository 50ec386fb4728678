import { addDays, businessDayOf, formatAmount, profileOf, toGlobalId } from '@moments/kernel';
import { inputHash } from '@moments/platform';
import { RewardPolicies, rewardRulesJsonSchema, RewardSimulations } from '@moments/rewards';
import { readFile } from 'node:fs/promises';
import { type Command, exactly, readBusinessDay, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

/** What a JSON file holds. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

export const policyPublish: Command = {
  name: 'policy publish',
  usage: 'FILE DAY',
  summary: 'publishes a reward policy from a business day on, for good; the same again publishes nothing',
  run: async (args, config) => {
    const [file = '', from = ''] = exactly(args, 2);
    const [rules, effectiveFrom] = [await readJson(file), readBusinessDay(from)];
    const idempotencyKey = `policy:${effectiveFrom}:${inputHash(rules)}`;
    return withServices(config, async (app) => {
      const published = await app.get(RewardPolicies).publish({ rules, effectiveFrom, idempotencyKey, by: null });
      console.log(`version ${published.version} from ${published.effectiveFrom}`);
      return 0;
    });
  },
};

export const policyShow: Command = {
  name: 'policy show',
  usage: '[DAY]',
  summary: 'writes the reward policy of a business day as JSON; today’s when none is named',
  run: (args, config) => {
    const [named = businessDayOf(new Date())] = args.length === 0 ? [] : exactly(args, 1);
    const day = readBusinessDay(named);
    return withServices(config, async (app) => {
      console.log(JSON.stringify(await app.get(RewardPolicies).inForceOn(day), null, 2));
      return 0;
    });
  },
};

export const policySchema: Command = {
  name: 'policy schema',
  usage: '',
  summary: 'writes the JSON Schema of what a reward policy may say',
  run: async (args) => {
    exactly(args, 0);
    console.log(JSON.stringify(rewardRulesJsonSchema(), null, 2));
    return 0;
  },
};

export const policySimulate: Command = {
  name: 'policy simulate',
  usage: 'FILE FROM TO',
  summary: 'tries a draft on closed days, both included, and shows whom it changes most; writes nothing',
  run: async (args, config) => {
    const [file = '', first = '', last = ''] = exactly(args, 3);
    const [rules, from, to] = [await readJson(file), readBusinessDay(first), readBusinessDay(last)];
    return withServices(config, async (app) => {
      const simulation = await app.get(RewardSimulations).simulate({ rules, from, to });
      const { creators, total, current, biggestChanges } = simulation;
      const code = total.currency;
      console.log(`${creators} creators from ${from} up to ${addDays(to, 1)}`);
      console.log(`  as it was  ${formatAmount(current)} ${code}`);
      console.log(`  the draft  ${formatAmount(total)} ${code}`);
      for (const change of biggestChanges) {
        console.log(
          `${toGlobalId('profile', profileOf(change.creatorId))}  ${formatAmount(change.current)} -> ${formatAmount(change.simulated)}`,
        );
      }
      return 0;
    });
  },
};
