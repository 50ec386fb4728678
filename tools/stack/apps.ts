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
  port: WantedPort;
}

/** Used when it is free; `required` makes a taken one an error. */
interface WantedPort {
  wanted: number;
  required: boolean;
}

/** The port that is wanted, or another one that is free; throws when that may not be. */
export async function portFor({ wanted, required }: WantedPort): Promise<number> {
  const port = await freePort(wanted);
  if (required && port !== wanted) throw new Error(`Port ${wanted} is taken; choose another one by PORT.`);
  return port;
}

/** How the image starts a gateway (deploy/run-app.sh). */
export const gatewayFlags = '--max-old-space-size=512';

/** Starts gateway, worker and transcoder; returns once each says it is ready. */
export async function startApps(processes: Processes, options: AppsOptions): Promise<RunningApps> {
  const { host } = options;
  const port = await portFor(options.port);
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
      await processes.ready(child, () => isReady(app.host, app.port));
    }),
  );
  return { baseUrl: `http://${reachable}:${port}` };
}

const isReady = async (host: string, port: number): Promise<boolean> =>
  (await fetch(`http://${host}:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
