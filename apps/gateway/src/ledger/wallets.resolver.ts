import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { currency, pageWindow } from '@moments/kernel';
import { type AccountAddress, addresses, lineCursor, readLinePosition, walletCurrency } from '@moments/ledger';
import { Settings } from '@moments/platform';
import { AccountType } from '../accounts/account.types.js';
import { SellerType } from '../catalog/seller.types.js';
import { SellersLoader } from '../catalog/sellers.loader.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { MoneyType } from '../graphql/money.types.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { toWalletEntryType } from './wallet-entry.mapper.js';
import { WalletArgs, WalletEntryConnection, type WalletEntryType, WalletType } from './wallet.types.js';
import { WalletsLoader } from './wallets.loader.js';

/** What is in a wallet; one that was never used is empty, and looking at it opens nothing. */
@Resolver(() => WalletType)
export class WalletsResolver {
  constructor(private readonly wallets: WalletsLoader) {}

  @ResolveField(() => MoneyType, { description: 'What can be spent.' })
  async available({ account }: WalletType, _: unknown, context: GraphqlContext): Promise<MoneyType> {
    return toMoneyType((await this.wallets.balance(context, account)).available);
  }

  @ResolveField(() => MoneyType, { description: 'What is kept for something that is not decided yet.' })
  async reserved({ account }: WalletType, _: unknown, context: GraphqlContext): Promise<MoneyType> {
    return toMoneyType((await this.wallets.balance(context, account)).reserved);
  }

  @ResolveField(() => WalletEntryConnection, { description: 'Every movement, newest first.' })
  async entries(
    @Context() context: GraphqlContext,
    @Parent() { account }: WalletType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<WalletEntryType>> {
    const page = await this.wallets.statement(context, account, pageWindow(paging, readLinePosition));
    const node = (line: (typeof page.items)[number]['item']) => toWalletEntryType(line, context.viewer.locale);
    return toConnection(page, { node, cursor: lineCursor, after: paging.after });
  }
}

@Resolver(() => AccountType)
export class AccountWalletResolver {
  constructor(private readonly settings: Settings) {}

  @ResolveField(() => WalletType, {
    description: 'Money that was paid in for you; a seller has a wallet of its own.',
  })
  wallet(@Parent() { accountId }: AccountType, @Args() args: WalletArgs): Promise<WalletType> {
    return openWallet(this.settings, addresses.accountWallet(accountId), args);
  }
}

@Resolver(() => SellerType)
export class SellerWalletResolver {
  constructor(
    private readonly settings: Settings,
    private readonly sellers: SellersLoader,
  ) {}

  @ResolveField(() => WalletType, { nullable: true, description: 'For those who act for the seller; null for others.' })
  async wallet(
    @Context() context: GraphqlContext,
    @Parent() { sellerId }: SellerType,
    @Args() args: WalletArgs,
  ): Promise<WalletType | undefined> {
    if (!(await this.sellers.isMember(context, sellerId))) return undefined;
    return openWallet(this.settings, addresses.sellerWallet(sellerId), args);
  }
}

async function openWallet(settings: Settings, address: AccountAddress, { currency: asked }: WalletArgs) {
  const code = currency(asked ?? (await settings.get(walletCurrency)));
  return Object.assign(new WalletType(), { account: { address, currency: code } });
}
