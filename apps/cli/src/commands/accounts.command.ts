import type { INestApplicationContext } from '@nestjs/common';
import { AccountsQueries, grantableRoles, type GrantableRole, Grants, StandingService } from '@moments/identity';
import { type AccountId, fromGlobalId, NotFound } from '@moments/kernel';
import { Database } from '@moments/platform';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

/** An account by what an operator has at hand: its address or its id. */
export async function findAccount(app: INestApplicationContext, text: string): Promise<AccountId> {
  const id = fromGlobalId('account', text) ?? (await app.get(AccountsQueries).idByEmail(text));
  if (!id) throw new NotFound('account');
  return id;
}

function readRole(text: string): GrantableRole {
  const role = grantableRoles.find((candidate) => candidate === text);
  if (!role) throw new UsageError(`ROLE is one of ${grantableRoles.join(', ')}`);
  return role;
}

const roleCommand = (verb: 'grant' | 'revoke', summary: string): Command => ({
  name: `roles ${verb}`,
  usage: 'EMAIL|ID ROLE',
  summary,
  run: (args, config) => {
    const [who = '', roleName = ''] = exactly(args, 2);
    const role = readRole(roleName);
    return withServices(config, async (app) => {
      const accountId = await findAccount(app, who);
      const grants = app.get(Grants);
      const changed = await app.get(Database).transaction((tx) => grants[verb](tx, { accountId, role, by: null }));
      console.log(changed ? `${role}: done` : `${role}: nothing to change`);
      return 0;
    });
  },
});

export const rolesGrant = roleCommand('grant', 'gives an account a role, from its next request on');
export const rolesRevoke = roleCommand('revoke', 'takes a role from an account, from its next request on');

const standingCommand = (verb: 'suspend' | 'reinstate', summary: string): Command => ({
  name: `accounts ${verb}`,
  usage: 'EMAIL|ID REASON',
  summary,
  run: (args, config) => {
    const [who = '', reason = ''] = exactly(args, 2);
    return withServices(config, async (app) => {
      await app.get(StandingService)[verb](await findAccount(app, who), { by: null, reason });
      console.log('done');
      return 0;
    });
  },
});

export const accountsSuspend = standingCommand('suspend', 'shuts an account out at once, on every device');
export const accountsReinstate = standingCommand('reinstate', 'lets a suspended account in again');
