import { randomBytes } from 'node:crypto';
import type { GraphqlClient } from '../client/graphql-client.js';
import { refresh, signUp, type SignedIn } from '../client/journey.js';
import type { DemoAccount } from '../stack/run-file.js';
import type { Person } from './people.js';

// Longer than any request takes.
const leftMs = 60_000;

/** The people's accounts and their apps: signed up once, refreshed as the world's time goes by. */
export class Accounts {
  private readonly sessions = new Map<string, SignedIn>();
  /** A refresh token is good once: whoever asks while another one does gets the same. */
  private readonly refreshing = new Map<string, Promise<GraphqlClient>>();
  private readonly passwords = new Map<string, string>();

  constructor(private readonly gateway: GraphqlClient) {}

  /** An adult's account of the region RU. */
  async signUp({ handle, displayName }: Person): Promise<void> {
    const password = randomBytes(9).toString('base64url');
    const place = this.placeOf(handle);
    const details = { email: emailOf(handle), password, handle, displayName, region: 'RU', birthDate: '1990-06-15' };
    this.sessions.set(handle, await signUp(place, details));
    this.passwords.set(handle, password);
  }

  /** The app of somebody who is signed up, with a token that is good now. */
  async as(handle: string): Promise<GraphqlClient> {
    const session = this.session(handle);
    if (session.expiresAt.getTime() - Date.now() > leftMs) return session.client;
    const asked = this.refreshing.get(handle) ?? this.refresh(handle, session);
    this.refreshing.set(handle, asked);
    return asked.finally(() => this.refreshing.delete(handle));
  }

  private async refresh(handle: string, session: SignedIn): Promise<GraphqlClient> {
    const next = await refresh(this.placeOf(handle), session.refreshToken);
    this.sessions.set(handle, { ...session, ...next });
    return next.client;
  }

  /** What somebody who wants to try the product needs to know. */
  asTold(people: readonly Person[]): DemoAccount[] {
    return people.map(({ role, handle }) => ({
      role,
      email: emailOf(handle),
      password: this.passwords.get(handle) ?? '',
    }));
  }

  private session(handle: string): SignedIn {
    const session = this.sessions.get(handle);
    if (!session) throw new Error(`${handle} has no account`);
    return session;
  }

  /** Everybody with an account has a device and a home network of their own. */
  private placeOf(handle: string): GraphqlClient {
    const number = [...this.sessions.keys(), handle].indexOf(handle);
    return this.gateway.from({ device: `phone-of-${handle}`, address: `95.24.${number}.17` });
  }
}

export const emailOf = (handle: string): string => `${handle}@demo.example`;
