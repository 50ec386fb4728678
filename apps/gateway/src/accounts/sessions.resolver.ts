import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { AccountsQueries, SessionsService, type SessionTokens, SignInService, SignUpService } from '@moments/identity';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { toAccountType } from './account.mapper.js';
import { AuthPayload, SignInInput, SignUpInput } from './account.types.js';

/** Coming in, staying in, going out. */
@Resolver(() => AuthPayload)
export class SessionsResolver {
  constructor(
    private readonly signUps: SignUpService,
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly accounts: AccountsQueries,
  ) {}

  @Mutation(() => AuthPayload, { description: 'Makes an account and signs this device in.' })
  async signUp(@Context() { request }: GraphqlContext, @Args('input') input: SignUpInput): Promise<AuthPayload> {
    return this.answer(await this.signUps.signUp(input, request));
  }

  @Mutation(() => AuthPayload)
  async signIn(@Context() { request }: GraphqlContext, @Args('input') input: SignInInput): Promise<AuthPayload> {
    return this.answer(await this.signIns.signIn(input, request));
  }

  @Mutation(() => AuthPayload, { description: 'Trades a refresh token for the next pair.' })
  async refreshSession(@Args('refreshToken') refreshToken: string): Promise<AuthPayload> {
    return this.answer(await this.sessions.refresh(refreshToken));
  }

  @Mutation(() => Boolean, {
    description: 'Ends this session at once. False when another issuer signed the token: sign out there.',
  })
  async signOut(@SignedIn() { accountId, sessionId }: SignedInViewer): Promise<boolean> {
    if (!sessionId) return false;
    await this.sessions.signOut(accountId, sessionId);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Ends one of your sessions at once, on whatever device.' })
  async revokeSession(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.sessions.revoke(accountId, readId('session', id, ['id']));
    return true;
  }

  private async answer(tokens: SessionTokens): Promise<AuthPayload> {
    const { accountId, sessionId, accessToken, refreshToken, expiresAt } = tokens;
    const account = (await this.accounts.byIds([accountId])).get(accountId);
    return { accessToken, refreshToken, expiresAt, account: account && toAccountType(account, sessionId) };
  }
}
