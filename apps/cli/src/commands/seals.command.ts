import { sealedIntegrationSecrets } from '@moments/identity';
import { sealedAccountNumbers } from '@moments/payouts';
import { SealedColumns, SealingModule } from '@moments/platform';
import { sealedWebhookSecrets } from '@moments/webhooks';
import { type Command, exactly, json, takeFlag } from '../command.js';
import { readSealingOptions } from '../config.js';
import { withServices } from '../operator-app.js';

/** Everything that SEAL_KEY seals: what is not here is lost when a key is taken out. */
const columns = [sealedIntegrationSecrets, ...sealedWebhookSecrets, sealedAccountNumbers];

const words = {
  current: 'SEAL_KEY',
  previous: 'PREVIOUS_SEAL_KEYS',
  unknown: 'no key that is configured: cannot be opened',
};

export const sealsShow: Command = {
  name: 'seals show',
  usage: '[--json]',
  summary: 'shows by which keys secrets and account numbers are sealed; exit code 1 when any is not by SEAL_KEY',
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    exactly(rest, 0);
    return withServices(
      config,
      async (app) => {
        const sealed = app.get(SealedColumns);
        const found = [];
        for (const place of columns) {
          for (const by of await sealed.count(place)) found.push({ where: `${place.table}.${place.column}`, ...by });
        }
        if (asJson) console.log(json(found));
        else if (found.length === 0) console.log('nothing is sealed');
        else
          for (const { where, keyId, state, count } of found) {
            console.log(`${where.padEnd(34)} ${String(count).padStart(7)}  key ${keyId}  ${words[state]}`);
          }
        return found.every(({ state }) => state === 'current') ? 0 : 1;
      },
      [SealingModule.forRoot(readSealingOptions())],
    );
  },
};

export const sealsRenew: Command = {
  name: 'seals renew',
  usage: '',
  summary: 'seals anew, by SEAL_KEY, what one of PREVIOUS_SEAL_KEYS has sealed; may be interrupted and begun again',
  details: ['When "seals show" tells of SEAL_KEY alone afterwards, the previous one may be taken out.'],
  run: (args, config) => {
    exactly(args, 0);
    return withServices(
      config,
      async (app) => {
        for (const place of columns) {
          console.log(`${place.table}.${place.column}: ${await app.get(SealedColumns).renew(place)} sealed anew`);
        }
        return 0;
      },
      [SealingModule.forRoot(readSealingOptions())],
    );
  },
};
