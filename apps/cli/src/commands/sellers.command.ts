import type { INestApplicationContext } from '@nestjs/common';
import { type SellerRole, sellerRoles, SellersQueries, SellersService } from '@moments/catalog';
import { fromGlobalId, NotFound, type SellerId, toGlobalId } from '@moments/kernel';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';
import { findAccount } from './accounts.command.js';

/** A seller by its id, or by the marketplace's own. */
async function findSeller(app: INestApplicationContext, text: string): Promise<SellerId> {
  const id = fromGlobalId('seller', text) ?? (await app.get(SellersQueries).byExternalId(text))?.id;
  if (!id) throw new NotFound('seller');
  return id;
}

function readRole(text: string): SellerRole {
  const role = sellerRoles.find((candidate) => candidate === text);
  if (!role) throw new UsageError(`ROLE is one of ${sellerRoles.join(', ')}`);
  return role;
}

export const sellersCreate: Command = {
  name: 'sellers create',
  usage: 'EXTERNAL_ID NAME',
  summary: 'makes a seller, under the id that the marketplace has for it',
  run: (args, config) => {
    const [externalId = '', name = ''] = exactly(args, 2);
    return withServices(config, async (app) => {
      const { id } = await app.get(SellersService).create({ externalId, name, by: null });
      console.log(toGlobalId('seller', id));
      return 0;
    });
  },
};

export const sellersMember: Command = {
  name: 'sellers member',
  usage: 'SELLER EMAIL|ID ROLE|none',
  summary: 'lets an account act for a seller (OWNER, MANAGER), or no longer (none)',
  run: (args, config) => {
    const [seller = '', who = '', roleName = ''] = exactly(args, 3);
    const role = roleName === 'none' ? undefined : readRole(roleName);
    return withServices(config, async (app) => {
      const change = { sellerId: await findSeller(app, seller), accountId: await findAccount(app, who), by: null };
      const sellers = app.get(SellersService);
      if (role) await sellers.setMember({ ...change, role });
      const changed = role !== undefined || (await sellers.removeMember(change));
      console.log(changed ? 'done' : 'nothing to change');
      return 0;
    });
  },
};
