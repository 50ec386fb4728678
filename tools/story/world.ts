import { randomBytes } from 'node:crypto';
import { GraphqlClient } from '../client/graphql-client.js';
import type { IntegrationClient } from '../client/integration-client.js';
import { signUpDocument } from '../client/journey.js';
import type { RunFile } from '../stack/run-file.js';
import { text } from './expecting.js';
import type { Person, Teller } from './teller.js';

/** Where the story happens, and who tells it. */
export interface World {
  tell: Teller;
  running: RunFile;
  marketplace: IntegrationClient;
  /** In the names of all that this run makes: it can be told again and again. */
  run: string;
  /** A folder for files that are drawn. */
  folder: string;
  /** The operator's command line; gives its exit code and what it printed. */
  operate(...words: string[]): Promise<CommandAnswer>;
  /** Has something put back as it was, however the story ends; the last one first. */
  atEnd(putBack: () => Promise<void>): void;
}

export interface CommandAnswer {
  code: number;
  output: string;
}

/** Somebody with an account. */
export interface Member extends Person {
  accountId: string;
  profileId: string;
  handle: string;
  displayName: string;
  email: string;
}

/** Somebody new signs up. */
export async function join(world: World, role: string, displayName: string): Promise<Member> {
  const handle = `${role}.${world.run}`;
  const email = `${handle}@story.example`;
  const input = { email, password: randomBytes(12).toString('base64url'), handle, displayName, region: 'RU' };
  const gateway = new GraphqlClient(world.running.graphqlUrl);
  const { signUp } = await world.tell.ask<{
    signUp: { accessToken: string; account: { id: string; profile: { id: string } } };
  }>({
    who: { name: `somebody new (${handle})`, client: gateway },
    why: 'signs up, and is signed in at once',
    document: signUpDocument,
    variables: { input },
    expect: {
      signUp: { accessToken: text(), account: { id: text(/^acc_/), profile: { id: text(/^pro_/) } }, userErrors: [] },
    },
  });
  return {
    name: `${role} ${displayName}`,
    client: gateway.signedIn(signUp.accessToken),
    accountId: signUp.account.id,
    profileId: signUp.account.profile.id,
    ...{ handle, displayName, email },
  };
}

/** Somebody of the demo signs in; `which` of those with this role, the first being 0. */
export async function signIn(world: World, role: string, which = 0): Promise<Member> {
  const account = world.running.accounts.filter((candidate) => candidate.role === role)[which];
  if (!account) throw new Error(`.local/run.json names no ${role} number ${which + 1}: the demo data is not all there`);
  const { email, password } = account;
  const gateway = new GraphqlClient(world.running.graphqlUrl);
  interface SignedIn {
    signIn: {
      accessToken: string;
      account: { id: string; profile: { id: string; handle: string; displayName: string } };
    };
  }
  const answer = await world.tell.ask<SignedIn>({
    who: { name: `${role} ${email}`, client: gateway },
    why: 'signs in',
    document: `mutation SignIn($input: SignInInput!) {
      signIn(input: $input) {
        accessToken
        account { id roles profile { id handle displayName } }
        userErrors { code message }
      }
    }`,
    variables: { input: { email, password } },
    expect: { signIn: { accessToken: text(), userErrors: [] } },
  });
  const { accessToken, account: own } = answer.signIn;
  const { id: profileId, handle, displayName } = own.profile;
  const client = gateway.signedIn(accessToken);
  return { name: `${role} ${displayName}`, client, accountId: own.id, profileId, handle, displayName, email };
}

/** The day of an instant where the business is: `2026-11-22`. */
export const businessDayOf = (instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Moscow' }).format(instant);
