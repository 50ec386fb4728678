import { Injectable } from '@nestjs/common';
import { Audit, Grants } from '@moments/identity';
import {
  type AccountId,
  Clock,
  newId,
  NotFound,
  parseInput,
  type SellerId,
  textSchema,
  toGlobalId,
} from '@moments/kernel';
import { Database, execute, mapConstraints, rows, type Tx } from '@moments/platform';
import { z } from 'zod';
import { LastOwner, MemberOfAnotherSeller, SellerExternalIdTaken } from '../catalog.errors.js';
import { type SellerRole, sellerRoles, type SellerView } from './seller.view.js';

export interface NewSeller {
  externalId: string;
  name: string;
  /** Null from the command line. */
  by: AccountId | null;
}

/** Who acts, or no longer acts, for which seller. */
export interface MemberChange {
  sellerId: SellerId;
  accountId: AccountId;
  /** Null from the command line. */
  by: AccountId | null;
}

const newSeller = z.object({
  externalId: z.string().regex(/^[\w.:-]{1,100}$/, 'must be 1 to 100 letters, digits, dots, colons, dashes'),
  name: textSchema({ max: 200, required: true }),
});

/**
 * Sellers and who acts for them. Members hold the role SELLER as long as they are members. Every change is audited.
 */
@Injectable()
export class SellersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly grants: Grants,
    private readonly audit: Audit,
  ) {}

  /** Throws `InvalidInput`, `SellerExternalIdTaken`. */
  async create({ by, ...input }: NewSeller): Promise<SellerView> {
    const seller = { id: newId<'seller'>(), ...parseInput(newSeller, input), rating: 0, reviewsCount: 0 };
    await this.database.transaction(async (tx) => {
      const { id, externalId, name } = seller;
      await mapConstraints(
        execute(tx, 'insert into sellers (id, external_id, name, created_at) values ($1, $2, $3, $4)', [
          id,
          externalId,
          name,
          this.clock.now(),
        ]),
        { sellers_external_id_key: () => new SellerExternalIdTaken() },
      );
      const subject = toGlobalId('seller', id);
      await this.audit.record(tx, { actor: by, action: 'seller.created', subject, details: { externalId } });
    });
    return seller;
  }

  /**
   * Makes an account a member, or gives a member another role. Throws `NotFound` for no such seller or account,
   * `MemberOfAnotherSeller`, `LastOwner`.
   */
  async setMember({ role, ...change }: MemberChange & { role: SellerRole }): Promise<void> {
    parseInput(z.enum(sellerRoles), role);
    const { sellerId, accountId, by } = change;
    await this.database.transaction(async (tx) => {
      await lockSeller(tx, sellerId);
      await this.grants.grant(tx, { accountId, role: 'SELLER', by });
      await mapConstraints(
        execute(
          tx,
          `insert into seller_members (seller_id, account_id, role, added_at) values ($1, $2, $3, $4)
           on conflict on constraint seller_members_pkey do update set role = excluded.role`,
          [sellerId, accountId, role, this.clock.now()],
        ),
        { seller_members_account_key: () => new MemberOfAnotherSeller() },
      );
      if (role !== 'OWNER') await requireAnOwner(tx, sellerId);
      await this.record(tx, change, { action: 'seller.member_set', details: { role } });
    });
  }

  /** False when the account was no member of that seller. Throws `LastOwner`. */
  async removeMember(change: MemberChange): Promise<boolean> {
    const { sellerId, accountId, by } = change;
    return this.database.transaction(async (tx) => {
      await lockSeller(tx, sellerId);
      const removed = await execute(tx, 'delete from seller_members where seller_id = $1 and account_id = $2', [
        sellerId,
        accountId,
      ]);
      if (removed === 0) return false;
      await requireAnOwner(tx, sellerId);
      await this.grants.revoke(tx, { accountId, role: 'SELLER', by });
      await this.record(tx, change, { action: 'seller.member_removed', details: {} });
      return true;
    });
  }

  /** Whoever has deleted their account acts for nobody; a seller may be left without an owner by it. */
  async forgetAccount(accountId: AccountId): Promise<void> {
    await this.database.transaction((tx) =>
      execute(tx, 'delete from seller_members where account_id = $1', [accountId]),
    );
  }

  private record(
    tx: Tx,
    { sellerId, accountId, by }: MemberChange,
    { action, details }: { action: string; details: object },
  ): Promise<void> {
    const member = toGlobalId('account', accountId);
    return this.audit.record(tx, {
      actor: by,
      action,
      subject: toGlobalId('seller', sellerId),
      details: { member, ...details },
    });
  }
}

/** Two changes of one seller's members come one after the other, or each could take away the other's last owner. */
async function lockSeller(tx: Tx, sellerId: SellerId): Promise<void> {
  const found = await rows(tx, 'select from sellers where id = $1 for update', [sellerId]);
  if (found.length === 0) throw new NotFound('seller', ['sellerId']);
}

/** A first member may be a manager only when an owner is there; so the first one is an owner. */
async function requireAnOwner(tx: Tx, sellerId: SellerId): Promise<void> {
  const owners = await rows(tx, `select from seller_members where seller_id = $1 and role = 'OWNER' limit 1`, [
    sellerId,
  ]);
  if (owners.length === 0) throw new LastOwner();
}
