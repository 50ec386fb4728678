import { Injectable } from '@nestjs/common';
import { CatalogueIngestion, type IncomingStream, type Totals } from '@moments/catalog';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { AnswerSpool } from './answer-spool.js';
import { IntegrationAuth } from './authentication.js';
import { EncodingUnknown, SenderGone } from './integration.errors.js';
import { atLength } from './long-requests.js';

/**
 * `PUT /integration/v1/sellers` and `/products`: streams of NDJSON in, and NDJSON out: a line per record that was refused
 * or is worth a warning, in no certain order, and the totals as the last one.
 */
@Injectable()
export class CatalogueEndpoint {
  constructor(
    private readonly auth: IntegrationAuth,
    private readonly ingestion: CatalogueIngestion,
  ) {}

  /** Before the body is read. Throws what {@link IntegrationAuth.requireKey} throws, `EncodingUnknown`. */
  async admit({ headers, ip: address }: FastifyRequest): Promise<void> {
    await this.auth.requireKey({ authorization: headers.authorization, address }, 'catalogue:write');
    encodingOf(headers['content-encoding']);
  }

  sellers(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    return this.answer(request, reply, (stream) => this.ingestion.sellers(stream));
  }

  products(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    return this.answer(request, reply, (stream) => this.ingestion.products(stream));
  }

  private async answer(
    { raw, headers }: FastifyRequest,
    reply: FastifyReply,
    ingest: (stream: IncomingStream) => Promise<Totals>,
  ): Promise<FastifyReply> {
    const spool = new AnswerSpool();
    const gzip = encodingOf(headers['content-encoding']) === 'gzip';
    const source: Readable = raw;
    try {
      const totals = await atLength(raw, () => ingest({ source, gzip, tell: (note) => spool.write(note) }));
      await spool.write({ totals });
      // What is left of a stream that cannot be read on is not waited for.
      if (!totals.complete) void reply.header('connection', 'close');
    } catch (error) {
      await spool.discard();
      if (raw.destroyed && !raw.complete) throw new SenderGone();
      // What is wrong is on our side: the sender is told so, and need not be read any further.
      raw.resume();
      void reply.header('connection', 'close');
      throw error;
    }
    return reply.type('application/x-ndjson').send(spool.read());
  }
}

function encodingOf(header: string | undefined): 'gzip' | 'identity' {
  const encoding = (header ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return 'gzip';
  if (encoding === 'identity' || encoding === '') return 'identity';
  throw new EncodingUnknown();
}
