import { Query, Resolver } from '@nestjs/graphql';
import { Needs } from '../graphql/viewer.js';
import { OperatorQueryType } from './operator.types.js';

@Resolver(() => OperatorQueryType)
export class OperatorResolver {
  @Query(() => OperatorQueryType, { description: 'Needs the OPERATOR or MODERATOR role; some fields only OPERATOR.' })
  @Needs('OPERATOR', 'MODERATOR')
  operator(): OperatorQueryType {
    return new OperatorQueryType();
  }
}
