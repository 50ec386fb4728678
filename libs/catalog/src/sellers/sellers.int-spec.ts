import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountsQueries, IdentityModule } from '@moments/identity';
import { type AccountId, InvalidInput, newId, NotFound } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { LastOwner, MemberOfAnotherSeller, SellerExternalIdTaken } from '../catalog.errors.js';
import { CatalogModule } from '../catalog.module.js';
import { SellersQueries } from './sellers.queries.js';
import { SellersService } from './sellers.service.js';

let world: LibWorld;
let sellers: SellersService;
let queries: SellersQueries;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, CatalogModule]);
  sellers = world.app.get(SellersService);
  queries = world.app.get(SellersQueries);
});
afterAll(() => world.close());

const aShop = (name = 'Anna’s shop') => sellers.create({ externalId: `shop-${newId<'seller'>()}`, name, by: null });
const rolesOf = async (accountId: AccountId) =>
  (await world.app.get(AccountsQueries).byIds([accountId])).get(accountId)!.roles;
const membershipOf = async (accountId: AccountId) => (await queries.ofAccounts([accountId])).get(accountId);

describe('a seller', () => {
  it('is found by its id and by the marketplace’s own', async () => {
    const shop = await aShop();
    expect((await queries.byIds([shop.id])).get(shop.id)).toEqual(shop);
    expect(await queries.byExternalId(shop.externalId)).toEqual(shop);
    expect(await queries.byExternalId('nobody')).toBeUndefined();
  });

  it('has an external id that no other seller has', async () => {
    const { externalId } = await aShop();
    await expect(sellers.create({ externalId, name: 'Another', by: null })).rejects.toThrow(SellerExternalIdTaken);
  });

  it.each([
    ['', 'Anna'],
    ['a'.repeat(101), 'Anna'],
    ['with space', 'Anna'],
    ['shop', ''],
    ['shop', 'a'.repeat(201)],
  ])('is not made as %j with the name %j', async (externalId, name) => {
    await expect(sellers.create({ externalId, name, by: null })).rejects.toThrow(InvalidInput);
  });
});

describe('members of a seller', () => {
  it('hold the role SELLER as long as they are members', async () => {
    const [{ id: sellerId }, owner, manager] = [await aShop(), await anAccount(world), await anAccount(world)];
    await sellers.setMember({ sellerId, accountId: owner, role: 'OWNER', by: null });
    await sellers.setMember({ sellerId, accountId: manager, role: 'MANAGER', by: null });
    expect(await membershipOf(manager)).toMatchObject({ seller: { id: sellerId }, role: 'MANAGER' });
    expect(await rolesOf(manager)).toContain('SELLER');

    expect(await sellers.removeMember({ sellerId, accountId: manager, by: null })).toBe(true);
    expect(await membershipOf(manager)).toBeUndefined();
    expect(await rolesOf(manager)).not.toContain('SELLER');
    expect(await sellers.removeMember({ sellerId, accountId: manager, by: null })).toBe(false);
  });

  it('act for one seller only', async () => {
    const [first, second, accountId] = [await aShop(), await aShop(), await anAccount(world)];
    await sellers.setMember({ sellerId: first.id, accountId, role: 'OWNER', by: null });
    await expect(sellers.setMember({ sellerId: second.id, accountId, role: 'OWNER', by: null })).rejects.toThrow(
      MemberOfAnotherSeller,
    );
    expect(await membershipOf(accountId)).toMatchObject({ seller: { id: first.id } });
  });

  it('begin with an owner, and never lose the last one, by whichever of two changes at once', async () => {
    const [{ id: sellerId }, one, two] = [await aShop(), await anAccount(world), await anAccount(world)];
    await expect(sellers.setMember({ sellerId, accountId: one, role: 'MANAGER', by: null })).rejects.toThrow(LastOwner);
    await sellers.setMember({ sellerId, accountId: one, role: 'OWNER', by: null });
    await sellers.setMember({ sellerId, accountId: two, role: 'OWNER', by: null });

    const changes = await Promise.allSettled([
      sellers.removeMember({ sellerId, accountId: one, by: null }),
      sellers.setMember({ sellerId, accountId: two, role: 'MANAGER', by: null }),
    ]);
    expect(changes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const left = [await membershipOf(one), await membershipOf(two)];
    expect(left.filter((membership) => membership?.role === 'OWNER')).toHaveLength(1);
  });

  it('are accounts that are there, of sellers that are there', async () => {
    const [{ id: sellerId }, accountId] = [await aShop(), await anAccount(world)];
    await expect(sellers.setMember({ sellerId, accountId: newId(), role: 'OWNER', by: null })).rejects.toThrow(
      NotFound,
    );
    await expect(sellers.setMember({ sellerId: newId(), accountId, role: 'OWNER', by: null })).rejects.toThrow(
      NotFound,
    );
    expect(await rolesOf(accountId)).toEqual(['VIEWER']);
  });

  it('who delete their account are members no longer', async () => {
    const [{ id: sellerId }, accountId] = [await aShop(), await anAccount(world)];
    await sellers.setMember({ sellerId, accountId, role: 'OWNER', by: null });
    await sellers.forgetAccount(accountId);
    expect(await membershipOf(accountId)).toBeUndefined();
  });
});
