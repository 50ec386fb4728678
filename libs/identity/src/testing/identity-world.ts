import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, FixedClock } from '@moments/kernel';
import { commonEnvironment, Database, PlatformModule } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createTestEnvironment } from '../../../../test/support/stack.js';
import type { AuthenticationOptions } from '../authentication.options.js';
import { type Client, type SignUp, SignUpService } from '../accounts/sign-up.service.js';
import { IdentityModule } from '../identity.module.js';
import { signUpForm } from './sign-up-form.js';

/** Identity as one or several gateways run it, on a test file's own database and Redis prefix. */
export interface IdentityWorld {
  app: INestApplicationContext;
  database: Database;
  /** Stands still, at the real time of the start, until a test moves it. */
  clock: FixedClock;
  /** Another process of the same installation. */
  anotherGateway(options?: Partial<AuthenticationOptions>): Promise<INestApplicationContext>;
  close(): Promise<void>;
}

export async function openIdentityWorld(): Promise<IdentityWorld> {
  const { env, drop } = await createTestEnvironment();
  const environment = z.object(commonEnvironment).parse(env);
  const clock = new FixedClock(new Date());
  const seed = randomBytes(32);
  const apps: INestApplicationContext[] = [];
  const anotherGateway = async (options: Partial<AuthenticationOptions> = {}) => {
    const identity = IdentityModule.forRoot({ signingSeeds: [seed], ...options });
    const app = await Test.createTestingModule({ imports: [PlatformModule.forRoot('test', environment), identity] })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    apps.push(await app.init());
    return app;
  };
  const app = await anotherGateway();
  return {
    app,
    database: app.get(Database),
    clock,
    anotherGateway,
    close: async () => {
      for (const opened of apps) await opened.close();
      await drop();
    },
  };
}

let nextAddress = 0;

/** A network address that nobody has come from yet. */
export const freshAddress = (): string => `198.51.100.${(nextAddress += 1)}`;

/**
 * Signs somebody up as the app does, from an address of their own unless one is given; gives what they typed and what
 * their first device got.
 */
export async function signUp({ app }: IdentityWorld, change: Partial<SignUp> = {}, from: Partial<Client> = {}) {
  const person = signUpForm(change);
  const tokens = await app
    .get(SignUpService)
    .signUp(person, { address: `the home of ${person.handle}`, userAgent: 'Moments/1.0 (test)', ...from });
  return { ...person, ...tokens };
}
