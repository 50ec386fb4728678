import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, FixedClock } from '@moments/kernel';
import { z } from 'zod';
import { createTestEnvironment } from '../../../../test/support/stack.js';
import { commonEnvironment } from '../config/index.js';
import { Database } from '../database/index.js';
import { PlatformModule } from '../platform.module.js';

/** Libs put together as processes of one installation, on a test file's own database and Redis prefix. */
export interface LibWorld {
  app: INestApplicationContext;
  database: Database;
  /** Stands still, at the real time of the start, until a test moves it; the same for every process. */
  clock: FixedClock;
  /** The variables of it, for processes of their own. */
  environment: Readonly<Record<string, string>>;
  /** One more process with the same modules. */
  anotherProcess(): Promise<INestApplicationContext>;
  close(): Promise<void>;
}

/** Opens a world of the given modules over the platform. */
export async function openLibWorld(modules: (Type | DynamicModule)[]): Promise<LibWorld> {
  const { env, drop } = await createTestEnvironment();
  const environment = z.object(commonEnvironment).parse(env);
  const clock = new FixedClock(new Date());
  const processes: INestApplicationContext[] = [];
  const anotherProcess = async () => {
    const imports = [PlatformModule.forRoot('test', environment), ...modules];
    const app = await Test.createTestingModule({ imports }).overrideProvider(Clock).useValue(clock).compile();
    processes.push(await app.init());
    return app;
  };
  const app = await anotherProcess();
  return {
    app,
    database: app.get(Database),
    clock,
    environment: env,
    anotherProcess,
    close: async () => {
      for (const process of processes) await process.close();
      await drop();
    },
  };
}
