import { RecountService } from '@moments/social';
import { type Command, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

export const recount: Command = {
  name: 'recount',
  usage: '[--mend]',
  summary: 'compares every counter with the rows that it counts; exit code 1 when any is off',
  run: (args, config) => {
    if (args.some((word) => word !== '--mend')) throw new UsageError('takes --mend or nothing');
    return withServices(config, async (app) => {
      const service = app.get(RecountService);
      const { moments, profiles } = await (args.length > 0 ? service.mend() : service.drift());
      for (const id of moments) console.log(`moment ${id} was off`);
      for (const id of profiles) console.log(`profile ${id} was off`);
      console.log(`${moments.length} moments and ${profiles.length} profiles were off`);
      return moments.length + profiles.length === 0 ? 0 : 1;
    });
  },
};
