import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type GqlContextType, GqlExecutionContext } from '@nestjs/graphql';
import { DomainError } from '@moments/kernel';
import { getNamedType, type GraphQLResolveInfo, isObjectType } from 'graphql';
import { catchError, map, type Observable, of, throwError } from 'rxjs';
import { toUserErrors } from './domain-errors.js';
import { contextOf } from './viewer.js';

/**
 * The one place where a `DomainError` becomes `userErrors` of a mutation's payload. Wherever there is no payload it goes
 * on to the executor, which makes a GraphQL error with `extensions.code` of it and masks anything else.
 */
@Injectable()
export class ErrorsInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType<GqlContextType>() !== 'graphql') return next.handle();
    const { locale } = contextOf(execution).viewer;
    const withUserErrors = answersWithPayload(GqlExecutionContext.create(execution).getInfo<GraphQLResolveInfo>());
    return next.handle().pipe(
      map((answer: unknown) => (withUserErrors ? { userErrors: [], ...(answer as object) } : answer)),
      catchError((error: unknown) => {
        return withUserErrors && error instanceof DomainError
          ? of({ userErrors: toUserErrors(error, locale) })
          : throwError(() => error);
      }),
    );
  }
}

function answersWithPayload({ returnType }: GraphQLResolveInfo): boolean {
  const type = getNamedType(returnType);
  return isObjectType(type) && 'userErrors' in type.getFields();
}
