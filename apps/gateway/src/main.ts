import { Health, startTracing } from '@moments/platform';
import { readConfig } from './config.js';
import { createGateway } from './create-gateway.js';

const config = readConfig();
const stopTracing = startTracing({ service: 'gateway', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT });
const app = await createGateway(config);

// Not ready from the first signal on, so that balancers go elsewhere while running requests are finished.
process.once('SIGTERM', () => app.get(Health).drain());
process.once('beforeExit', () => void stopTracing());
await app.listen(config.PORT, config.HOST);
