import '../definitions.js';
import { NotFound } from '@moments/kernel';
import { allSettings, Settings } from '@moments/platform';
import { type Command, exactly, json, takeFlag, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

export const settingsList: Command = {
  name: 'settings list',
  usage: '[NAME] [--json]',
  summary: 'shows every setting with the value in force, or one',
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    if (rest.length > 1) throw new UsageError('takes one name at most');
    const [only] = rest;
    return withServices(config, async (app) => {
      const chosen = [...allSettings()].filter(([name]) => only === undefined || name === only);
      if (chosen.length === 0) throw new NotFound('setting');
      const shown: [string, unknown][] = [];
      for (const [name, setting] of chosen) shown.push([name, await app.get(Settings).get(setting)]);
      shown.sort(([a], [b]) => a.localeCompare(b));
      if (asJson) console.log(json(Object.fromEntries(shown)));
      else for (const [name, value] of shown) console.log(`${name} ${JSON.stringify(value)}`);
      return 0;
    });
  },
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
