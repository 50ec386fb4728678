import { compiled } from './paths.js';
import { freePorts } from './ports.js';
import type { Processes } from './processes.js';

/** Starts the stand-in for the tax service (tools/tax-service); gives its address once it answers. */
export async function startTaxService(processes: Processes): Promise<string> {
  const [port = 0] = await freePorts(1);
  const server = processes.start({
    name: 'tax-service',
    serves: true,
    command: process.execPath,
    args: [compiled('tools/tax-service/main')],
    env: { NODE_ENV: 'development', LOCAL_TAX_SERVICE_PORT: String(port) },
  });
  const origin = `http://127.0.0.1:${port}`;
  // Any answer will do: to what it does not know it says no.
  await processes.ready(server, () => fetch(origin).then(() => true));
  return `${origin}/api/v1/tracker/taxpayer_status`;
}
