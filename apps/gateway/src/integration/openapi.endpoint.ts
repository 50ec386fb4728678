import { Injectable } from '@nestjs/common';
import { bankFileOperations } from './bank-files.operations.js';
import { catalogueOperations } from './catalogue.operations.js';
import { depositOperations } from './deposits.operations.js';
import { openApiOf } from './openapi.js';
import { purchaseOperations } from './purchases.operations.js';

/** Every call of the integration API: who adds one adds it here. */
const document = openApiOf([
  ...catalogueOperations,
  ...depositOperations,
  ...purchaseOperations,
  ...bankFileOperations,
]);

/** `GET /integration/v1/openapi.json`. */
@Injectable()
export class OpenApiEndpoint {
  get(): object {
    return document;
  }
}
