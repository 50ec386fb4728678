/** The stand-in for the tax service as a process of its own: `LOCAL_TAX_SERVICE_PORT`. */
import { startLocalTaxService } from './server.js';

if (process.env.NODE_ENV === 'production') throw new Error('The stand-in for the tax service is not for production.');
const service = await startLocalTaxService(Number(process.env.LOCAL_TAX_SERVICE_PORT ?? 0));
const stop = (): void => void service.close();
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
