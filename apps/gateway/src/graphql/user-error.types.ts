import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type ErrorCode, errorCodes } from '@moments/kernel';
import { enumOf } from './enum-of.js';

const ErrorCodeEnum = enumOf(errorCodes);
registerEnumType(ErrorCodeEnum, { name: 'ErrorCode' });

@ObjectType('UserError', { description: 'What a person can cause or mend.' })
export class UserErrorType {
  @Field(() => ErrorCodeEnum) code!: ErrorCode;
  @Field(() => String, { description: 'A sentence for people, in the language of Accept-Language.' }) message!: string;
  @Field(() => [String], { nullable: true, description: 'Path of the input field that caused it.' }) field?: string[];
  @Field(() => String, { description: 'Finer than the code, stable: for programs.' }) reason!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'Of what is refused only for now: after how many seconds to try again.',
  })
  retryAfter?: number;
}

/** What every payload carries; resolvers leave it out, the errors interceptor fills it in. */
@ObjectType({ isAbstract: true })
export abstract class Payload {
  @Field(() => [UserErrorType]) userErrors?: UserErrorType[];
}
