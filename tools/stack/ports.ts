import { createServer, type Server } from 'node:net';

const loopback = '127.0.0.1';

/** Ports nobody listens on, all different: they are held together before they are given away. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => portOf(server));
  await Promise.all(servers.map(close));
  return ports;
}

/** `wanted` when it can be had on this machine, else any free port. */
export async function freePort(wanted: number): Promise<number> {
  try {
    await close(await listen(wanted));
    return wanted;
  } catch {
    const [port] = await freePorts(1);
    return port ?? 0;
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    // Exclusively: a listener on all addresses must count as taken too.
    server.listen({ port, host: loopback, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
