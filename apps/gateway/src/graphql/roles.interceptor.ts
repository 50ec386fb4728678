import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';
import type { Role } from '@moments/identity';
import { Forbidden, Unauthenticated } from '@moments/kernel';
import type { Observable } from 'rxjs';
import { isSignedIn } from './context.js';
import { contextOf, neededRoles } from './viewer.js';

/**
 * Refuses operations marked with `@Needs` to viewers without the role. An interceptor and not a guard: guards run
 * outside of the interceptor that turns a `DomainError` into a payload's `userErrors`.
 */
@Injectable()
export class RolesInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType<GqlContextType>() === 'graphql') this.requireRole(execution);
    return next.handle();
  }

  private requireRole(execution: ExecutionContext): void {
    const needed = this.reflector.getAllAndOverride<Role[] | undefined>(neededRoles, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (!needed) return;
    const { viewer } = contextOf(execution);
    if (!isSignedIn(viewer)) throw new Unauthenticated();
    if (!needed.some((role) => viewer.roles.includes(role))) throw new Forbidden();
  }
}
