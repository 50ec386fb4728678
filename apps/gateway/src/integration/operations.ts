import { bankFileOperations } from './bank-files.operations.js';
import { catalogueOperations } from './catalogue.operations.js';
import { depositOperations } from './deposits.operations.js';
import type { IntegrationOperation } from './openapi.js';
import { purchaseOperations } from './purchases.operations.js';

/** Every call of the integration API: who adds one adds it here. */
export const integrationOperations: readonly IntegrationOperation[] = [
  ...catalogueOperations,
  ...depositOperations,
  ...purchaseOperations,
  ...bankFileOperations,
];
