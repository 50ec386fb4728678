import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '@moments/identity';
import { Forbidden, Unauthenticated } from '@moments/kernel';
import { isSignedIn } from './context.js';
import { contextOf, neededRoles } from './viewer.js';

/** Refuses operations marked with `@Needs` to viewers without the role. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    const needed = this.reflector.getAllAndOverride<Role[] | undefined>(neededRoles, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (!needed) return true;
    const { viewer } = contextOf(execution);
    if (!isSignedIn(viewer)) throw new Unauthenticated();
    if (!needed.some((role) => viewer.roles.includes(role))) throw new Forbidden();
    return true;
  }
}
