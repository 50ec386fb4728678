import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { type AccountId, type SessionId, Unauthenticated } from '@moments/kernel';
import type { Role } from '@moments/identity';
import type { GraphqlContext } from './context.js';
import type { Locale } from './locale.js';

/** Who asks: an account, or somebody who has not signed in. */
export interface ViewerContext {
  readonly accountId?: AccountId;
  readonly sessionId?: SessionId;
  readonly roles: readonly Role[];
  /** ISO 3166 alpha-2: the account's, or what an anonymous client says. */
  readonly region: string;
  readonly locale: Locale;
}

export interface SignedInViewer extends ViewerContext {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
}

export const isSignedIn = (viewer: ViewerContext): viewer is SignedInViewer => viewer.accountId !== undefined;

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

/** Only for holders of one of the roles; checked by `RolesGuard`, in this one place. */
export const Needs = (...roles: readonly Role[]) => SetMetadata(neededRoles, roles);
