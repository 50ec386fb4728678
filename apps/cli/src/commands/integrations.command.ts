import { type INestApplicationContext } from '@nestjs/common';
import {
  type IntegrationCredentials,
  IntegrationsModule,
  IntegrationsQueries,
  IntegrationsService,
} from '@moments/identity';
import { SealingModule } from '@moments/platform';
import { writeFile } from 'node:fs/promises';
import { type Command, exactly, json, takeFlag, UsageError } from '../command.js';
import { type CliConfig, readSealingOptions } from '../config.js';
import { withServices } from '../operator-app.js';

/** What others may read in a terminal's history should not be there: a file is for its owner alone. */
async function handOver(credentials: Partial<IntegrationCredentials>, file: string | undefined): Promise<void> {
  const text = `${JSON.stringify(credentials, undefined, 2)}\n`;
  if (file === undefined) console.log(text.trimEnd());
  else await writeFile(file, text, { mode: 0o600, flag: 'wx' });
}

function withIntegrations(
  config: CliConfig,
  work: (integrations: IntegrationsService, app: INestApplicationContext) => Promise<void>,
): Promise<number> {
  const modules = [SealingModule.forRoot(readSealingOptions()), IntegrationsModule];
  return withServices(
    config,
    async (app) => {
      await work(app.get(IntegrationsService), app);
      return 0;
    },
    modules,
  );
}

export const integrationCreate: Command = {
  name: 'integration create',
  usage: 'NAME SCOPE,SCOPE [FILE]',
  summary: 'lets another system in; shows its key and signing secret this once, or writes them to a new file',
  run: (args, config) => {
    const [name, scopes, file] = args;
    if (name === undefined || scopes === undefined || args.length > 3) throw new UsageError('takes 2 or 3 arguments');
    return withIntegrations(config, async (integrations) =>
      handOver(await integrations.create({ name, scopes: scopes.split(',') }), file),
    );
  },
};

export const integrationRotateKey: Command = {
  name: 'integration rotate-key',
  usage: 'NAME',
  summary: 'gives another key; the one before is good for the overlap of setting identity.integrations',
  run: (args, config) => {
    const [name = ''] = exactly(args, 1);
    return withIntegrations(config, async (integrations) =>
      handOver({ apiKey: await integrations.rotateKey(name) }, undefined),
    );
  },
};

export const integrationRotateSecret: Command = {
  name: 'integration rotate-secret',
  usage: 'NAME',
  summary: 'gives another signing secret; the one before is good for the same overlap',
  run: (args, config) => {
    const [name = ''] = exactly(args, 1);
    return withIntegrations(config, async (integrations) =>
      handOver({ signingSecret: await integrations.rotateSecret(name) }, undefined),
    );
  },
};

export const integrationRevoke: Command = {
  name: 'integration revoke',
  usage: 'NAME',
  summary: 'shuts an integration out, from its next call on',
  run: (args, config) => {
    const [name = ''] = exactly(args, 1);
    return withIntegrations(config, async (integrations) => {
      await integrations.revoke(name);
      console.log(`${name} is shut out`);
    });
  },
};

export const integrationList: Command = {
  name: 'integration list',
  usage: '[--json]',
  summary: 'who may call us, with what scopes, and how their keys begin',
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    exactly(rest, 0);
    return withIntegrations(config, async (_, app) => {
      const known = await app.get(IntegrationsQueries).list();
      if (asJson) {
        console.log(json(known));
        return;
      }
      for (const { name, scopes, keys, secrets, revokedAt } of known) {
        const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : `keys ${keys.join(', ')} · secrets ${secrets}`;
        console.log(`${name.padEnd(24)} ${scopes.join(',')}  ${state}`);
      }
    });
  },
};
