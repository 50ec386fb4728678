import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { Unauthenticated } from '@moments/kernel';
import type { Role } from '@moments/identity';
import { type GraphqlContext, isSignedIn, type SignedInViewer } from './context.js';

export const contextOf = (execution: ExecutionContext): GraphqlContext =>
  GqlExecutionContext.create(execution).getContext<GraphqlContext>();

/** The viewer, signed in or not. */
export const Viewer = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution).viewer);

/** The signed-in viewer; throws `Unauthenticated` for anybody else. */
export const SignedIn = createParamDecorator((_: unknown, execution: ExecutionContext): SignedInViewer => {
  const { viewer } = contextOf(execution);
  if (!isSignedIn(viewer)) throw new Unauthenticated();
  return viewer;
});

export const neededRoles = 'moments:needed-roles';

/** Only for holders of one of the roles; checked by `RolesInterceptor`, in this one place. */
export const Needs = (...roles: readonly Role[]) => SetMetadata(neededRoles, roles);
