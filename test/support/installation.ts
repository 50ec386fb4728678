import { NestFactory } from '@nestjs/core';
import { Log } from '@moments/platform';
import { readConfig } from '../../apps/worker/src/config.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { gatewayOn, type TestGateway, testSecrets } from './gateway.js';
import { createTestEnvironment } from './stack.js';

export interface TestInstallation {
  gateways: [TestGateway, TestGateway];
  close(): Promise<void>;
}

/** Two gateways and a worker in this process, which know of each other by Postgres and Redis alone. */
export async function startInstallation(): Promise<TestInstallation> {
  const { env, drop } = await createTestEnvironment();
  const worker = await NestFactory.createApplicationContext(WorkerModule.of(readConfig({ ...testSecrets, ...env })), {
    bufferLogs: true,
  });
  worker.useLogger(worker.get(Log));
  const gateways: [TestGateway, TestGateway] = [await gatewayOn(env), await gatewayOn(env)];
  return {
    gateways,
    close: async () => {
      for (const gateway of gateways) await gateway.close();
      await worker.close();
      await drop();
    },
  };
}
