import { password, signUpForm } from '@moments/testing/identity';
import type { GraphqlAnswer, TestGateway } from './gateway.js';

interface UserError {
  code: string;
  reason: string;
  message: string;
  field: string[] | null;
}

interface Account {
  id: string;
  email: string;
  roles: string[];
  region: string;
  createdAt: string;
  profile: { id: string; handle: string; displayName: string; isMe: boolean };
  sessions: { id: string; userAgent: string; current: boolean }[];
}

/** What a device gets that signs in, or the reason why not. */
interface Auth {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
  account: Account;
  userErrors: UserError[];
}

type Headers = Readonly<Record<string, string>>;

const authFields = `accessToken refreshToken expiresAt
  account { id email roles region createdAt profile { id handle displayName isMe } sessions { id userAgent current } }
  userErrors { code reason message field retryAfter }`;

/** Accounts and their sessions over HTTP. */
export class AccountsClient {
  constructor(private readonly gateway: TestGateway) {}

  async signUp(input = signUpForm(), headers?: Headers): Promise<Auth & { email: string }> {
    const document = `mutation ($input: SignUpInput!) { auth: signUp(input: $input) { ${authFields} } }`;
    return { ...(await this.authenticate(document, { input }, headers)), email: input.email };
  }

  signIn(email: string, typed = password, headers?: Headers): Promise<Auth> {
    const document = `mutation ($input: SignInInput!) { auth: signIn(input: $input) { ${authFields} } }`;
    return this.authenticate(document, { input: { email, password: typed } }, headers);
  }

  refresh(token: string): Promise<Auth> {
    const document = `mutation ($token: String!) { auth: refreshSession(refreshToken: $token) { ${authFields} } }`;
    return this.authenticate(document, { token });
  }

  me(token?: string): Promise<GraphqlAnswer<{ me: Pick<Account, 'id' | 'email' | 'roles'> | null }>> {
    return this.gateway.query('{ me { id email roles } }', {}, { token });
  }

  private async authenticate(document: string, variables: object, headers?: Headers): Promise<Auth> {
    const { data, errors } = await this.gateway.query<{ auth: Auth }>(document, { ...variables }, { headers });
    if (!data) throw new Error(`refused: ${JSON.stringify(errors)}`);
    return data.auth;
  }
}
