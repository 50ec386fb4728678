import { type Feature, features, Rollout } from '@moments/identity';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

function readFeature(text: string): Feature {
  const feature = features.find((candidate) => candidate === text);
  if (!feature) throw new UsageError(`FEATURE is one of ${features.join(', ')}`);
  return feature;
}

export const rolloutSet: Command = {
  name: 'rollout set',
  usage: 'FEATURE REGIONS|ALL PERCENT',
  summary: 'opens a feature in regions (RU,TR) for a stable percentage of accounts',
  run: (args, config) => {
    const [name = '', where = '', percent = ''] = exactly(args, 3);
    const feature = readFeature(name);
    const regions = where === 'ALL' ? [] : where.split(',');
    return withServices(config, async (app) => {
      await app.get(Rollout).set({ feature, regions, percent: Number(percent), accountIds: [], by: null });
      console.log(`${feature} is open in ${where} for ${percent} %`);
      return 0;
    });
  },
};
