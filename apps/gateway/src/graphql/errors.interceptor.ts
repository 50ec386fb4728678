import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type GqlContextType, GqlExecutionContext } from '@nestjs/graphql';
import { DomainError } from '@moments/kernel';
import { getNamedType, type GraphQLResolveInfo, isObjectType } from 'graphql';
import { catchError, map, type Observable, of, throwError } from 'rxjs';
import { toGraphqlError, toUserErrors } from './domain-errors.js';
import { contextOf } from './viewer.js';

/**
 * The one place where a `DomainError` becomes an answer: `userErrors` of a mutation's payload, and a GraphQL error with
 * `extensions.code` wherever there is no payload. Anything else that is thrown goes on and is masked.
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
        if (!(error instanceof DomainError)) return throwError(() => error);
        return withUserErrors
          ? of({ userErrors: toUserErrors(error, locale) })
          : throwError(() => toGraphqlError(error, locale));
      }),
    );
  }
}

function answersWithPayload({ returnType }: GraphQLResolveInfo): boolean {
  const type = getNamedType(returnType);
  return isObjectType(type) && 'userErrors' in type.getFields();
}
