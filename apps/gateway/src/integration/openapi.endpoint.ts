import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { openApiOf } from './openapi.js';
import { integrationOperations } from './operations.js';
import { renderReference } from './reference/page.js';

const document = openApiOf(integrationOperations);

/** What the integration API tells of itself: to programs and to people. */
@Injectable()
export class OpenApiEndpoint {
  private page?: string;

  /** `GET /integration/v1/openapi.json`. */
  get(): object {
    return document;
  }

  /** `GET /integration/v1/docs`: all that it needs is in it. */
  getPage(reply: FastifyReply): FastifyReply {
    void reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    return reply.type('text/html; charset=utf-8').send((this.page ??= renderReference(integrationOperations)));
  }
}
