import { type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { Clock, FixedClock } from '@moments/kernel';
import { commonEnvironment, Database, ObjectStorage, PlatformModule } from '@moments/platform';
import { z } from 'zod';
import { createTestEnvironment } from '../../../../test/support/stack.js';

/** Libs put together on a test file's own database, Redis prefix and buckets. */
export interface LibWorld {
  app: INestApplicationContext;
  database: Database;
  storage: ObjectStorage;
  /** Stands still, at the real time of the start, until a test moves it. */
  clock: FixedClock;
  /** The environment of an app that works on the same database and buckets. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Opens a world of the given modules over the platform. */
export async function openLibWorld(
  modules: (Type | DynamicModule)[],
  adjust: (builder: TestingModuleBuilder) => TestingModuleBuilder = (builder) => builder,
): Promise<LibWorld> {
  const { env, drop } = await createTestEnvironment();
  const environment = z.object(commonEnvironment).parse(env);
  const clock = new FixedClock(new Date());
  const builder = Test.createTestingModule({ imports: [PlatformModule.forRoot('test', environment), ...modules] });
  const app = await adjust(builder).overrideProvider(Clock).useValue(clock).compile();
  await app.init();
  return {
    app,
    database: app.get(Database),
    storage: app.get(ObjectStorage),
    clock,
    env,
    close: async () => {
      await app.close();
      await drop();
    },
  };
}
