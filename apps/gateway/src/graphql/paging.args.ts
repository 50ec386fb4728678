import { ArgsType, Field, Int } from '@nestjs/graphql';
import { defaultPageSize, type PageRequest } from '@moments/kernel';

/** `first` (1..50, default 10) and `after` of every list. */
@ArgsType()
export class PagingArgs implements PageRequest {
  @Field(() => Int, { nullable: true, defaultValue: defaultPageSize }) first?: number | null;
  @Field(() => String, { nullable: true }) after?: string | null;
}
