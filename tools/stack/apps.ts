import { compiled } from './paths.js';
import { freePort, freePorts } from './ports.js';
import type { Processes } from './processes.js';
import type { AppEnvironment } from './stack.js';

export interface RunningApps {
  /** The gateway's address, e.g. `http://127.0.0.1:3000`. */
  baseUrl: string;
}

export interface AppsOptions {
  environment: AppEnvironment;
  host: string;
  /** Taken when it is free; `required` makes a taken one an error. */
  port: { wanted: number; required: boolean };
}

/** How the image starts a gateway (deploy/run-app.sh). */
export const gatewayFlags = '--max-old-space-size=512';

/** Starts gateway, worker and transcoder; returns once each says it is ready. */
export async function startApps(processes: Processes, options: AppsOptions): Promise<RunningApps> {
  const { host } = options;
  const port = await freePort(options.port.wanted);
  if (options.port.required && port !== options.port.wanted) {
    throw new Error(`Port ${options.port.wanted} is taken; choose another one by PORT.`);
  }
  const [workerPort = 0, transcoderPort = 0] = await freePorts(2);
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const apps = [
    { name: 'gateway', host: reachable, port, env: { HOST: host, PORT: String(port), NODE_OPTIONS: gatewayFlags } },
    { name: 'worker', host: '127.0.0.1', port: workerPort, env: { WORKER_HEALTH_PORT: String(workerPort) } },
    {
      name: 'transcoder',
      host: '127.0.0.1',
      port: transcoderPort,
      env: { TRANSCODER_HEALTH_PORT: String(transcoderPort) },
    },
  ];
  await Promise.all(
    apps.map(async (app) => {
      const child = processes.start({
        name: app.name,
        command: process.execPath,
        args: ['--enable-source-maps', compiled(`apps/${app.name}/src/main`)],
        env: { HOST: app.host, ...options.environment, ...app.env },
      });
      await processes.ready(child, () => isReady(app.host, app.port), 60_000);
    }),
  );
  return { baseUrl: `http://${reachable}:${port}` };
}

const isReady = async (host: string, port: number): Promise<boolean> =>
  (await fetch(`http://${host}:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
