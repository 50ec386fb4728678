// Settings are known once their lib is loaded; of these two operators use nothing else.
import '@moments/feed';
import '@moments/webhooks';
import { allSettings, Settings } from '@moments/platform';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

export const settingsList: Command = {
  name: 'settings list',
  usage: '',
  summary: 'shows every setting with the value in force',
  run: (_, config) =>
    withServices(config, async (app) => {
      for (const [name, setting] of [...allSettings()].sort(([a], [b]) => a.localeCompare(b))) {
        console.log(`${name} ${JSON.stringify(await app.get(Settings).get(setting))}`);
      }
      return 0;
    }),
};

export const settingsSet: Command = {
  name: 'settings set',
  usage: 'NAME JSON',
  summary: 'puts a new version of a setting into force, everywhere within seconds',
  run: (args, config) => {
    const [name = '', json = ''] = exactly(args, 2);
    return withServices(config, async (app) => {
      const version = await app.get(Settings).set(name, parseJson(json), 'cli');
      console.log(`${name} is at version ${version}`);
      return 0;
    });
  },
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${text} is not JSON`);
  }
}
