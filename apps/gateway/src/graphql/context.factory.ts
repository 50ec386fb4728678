import { Inject, Injectable } from '@nestjs/common';
import { Access } from '@moments/identity';
import type { FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { GATEWAY_CONFIG } from '../config.token.js';
import type { GatewayConfig } from '../config.js';
import type { GraphqlContext, Outcome } from './context.js';
import { localeOf } from './locale.js';

type Headers = Readonly<Record<string, unknown>>;

/** Makes the context of one request: who asks is settled here, once, before any resolver runs. */
@Injectable()
export class ContextFactory {
  constructor(
    private readonly access: Access,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Throws `Unauthenticated` (with a reason of its own for expired, ended and forged tokens) when a token is no good. */
  fromRequest(request: FastifyRequest, outcome: Outcome): Promise<GraphqlContext> {
    return this.make({ id: request.id, address: request.ip, headers: request.headers, outcome });
  }

  /** A socket says who it is in `connection_init`: `{ "authorization": "Bearer …" }`. Throws as `fromRequest` does. */
  fromSocket(socket: { id: string; address: string; headers: Headers; parameters: Headers }): Promise<GraphqlContext> {
    return this.make({ ...socket, headers: { ...socket.headers, ...socket.parameters }, outcome: {} });
  }

  /** The context of one more operation of a socket: the same viewer, nothing read yet. */
  again({ viewer, request }: GraphqlContext): GraphqlContext {
    return { viewer, request: { ...request, id: v7(), outcome: {} } };
  }

  private async make(from: {
    id: string;
    address: string;
    headers: Headers;
    outcome: Outcome;
  }): Promise<GraphqlContext> {
    const { id, address, headers, outcome } = from;
    const bearer = bearerOf(text(headers.authorization));
    const locale = localeOf(text(headers['accept-language']));
    const principal = bearer === undefined ? undefined : await this.access.authenticate(bearer);
    return {
      viewer: principal ? { ...principal, locale } : { roles: ['VIEWER'], region: this.regionOf(headers), locale },
      request: {
        id,
        address,
        userAgent: text(headers['user-agent'])?.slice(0, 300),
        device: text(headers['x-device-id']),
        outcome,
      },
    };
  }

  private regionOf(headers: Headers): string {
    const said = text(headers['x-region'])?.toUpperCase();
    return said && /^[A-Z]{2}$/.test(said) ? said : this.config.DEFAULT_REGION;
  }
}

const text = (header: unknown): string | undefined => (typeof header === 'string' ? header : undefined);

/** The token of `Bearer <token>`; an authorization of any other form is an empty token, which no one accepts. */
function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  return /^Bearer ([^\s]+)$/i.exec(authorization)?.[1] ?? '';
}
