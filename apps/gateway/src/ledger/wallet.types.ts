import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { LedgerAccount } from '@moments/ledger';
import { ConnectionOf } from '../graphql/connection.js';
import { MoneyType } from '../graphql/money.types.js';
import { CurrencyScalar, DateTimeScalar } from '../graphql/scalars.js';

@ObjectType('Wallet', { description: 'Money that somebody can spend here.' })
export class WalletType {
  /** What the fields are read from. */
  account!: LedgerAccount;
}

@ObjectType('WalletEntry', { description: 'One movement of money; never changed afterwards.' })
export class WalletEntryType {
  @Field(() => ID) id!: string;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => MoneyType, { description: 'Negative when it left the wallet.' }) amount!: MoneyType;
  @Field(() => MoneyType, { description: 'What the wallet held after it, what is reserved included.' })
  balance!: MoneyType;
  @Field(() => String, { description: 'In the language of Accept-Language.' }) description!: string;
}

export const WalletEntryConnection = ConnectionOf(WalletEntryType, 'WalletEntry');

@ArgsType()
export class WalletArgs {
  @Field(() => CurrencyScalar, { nullable: true, description: 'The marketplace’s own when left out.' })
  currency?: string | null;
}
