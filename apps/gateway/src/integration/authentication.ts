import { Injectable } from '@nestjs/common';
import { type Integration, IntegrationsQueries, type IntegrationScope } from '@moments/identity';
import { Clock } from '@moments/kernel';
import type { IncomingHttpHeaders } from 'node:http';
import { KeyMissing, KeyWrong, ScopeMissing, SignatureWrong } from './integration.errors.js';
import { type SignedRequest, verifySignature } from './webhook-signature.js';

/** A signed message: who sent it, and its id, the same for a delivery that is sent again. */
export interface Delivery {
  readonly integration: Integration;
  readonly deliveryId: string;
}

const bearer = /^Bearer ([\w-]{1,200})$/i;

/** Tells which integration calls and whether it may: the one place where anybody is let in. */
@Injectable()
export class IntegrationAuth {
  constructor(
    private readonly integrations: IntegrationsQueries,
    private readonly clock: Clock,
  ) {}

  /** By the bearer key of a bulk call. Throws `KeyMissing`, `KeyWrong`, `ScopeMissing`. */
  async requireKey({ authorization }: IncomingHttpHeaders, scope: IntegrationScope): Promise<Integration> {
    if (authorization === undefined) throw new KeyMissing();
    const key = bearer.exec(authorization)?.[1];
    const integration = key === undefined ? undefined : await this.integrations.byKey(key);
    if (!integration) throw new KeyWrong();
    return requireScope(integration, scope);
  }

  /**
   * By the Standard Webhooks signature of a message, made with any secret that is good now. Throws `SignatureMissing`,
   * `SignatureWrong`, `SignatureStale`, `ScopeMissing`.
   */
  async verifySigned(request: SignedRequest, scope: IntegrationScope): Promise<Delivery> {
    const now = this.clock.now();
    for (const { secrets, ...integration } of await this.integrations.signers()) {
      const deliveryId = verifiedBy(request, { secrets, now });
      if (deliveryId !== undefined) return { integration: requireScope(integration, scope), deliveryId };
    }
    // Without any secret it says what is missing, if something is.
    verifySignature(request, { secrets: [], now });
    throw new SignatureWrong();
  }
}

function verifiedBy(request: SignedRequest, rules: { secrets: readonly Buffer[]; now: Date }): string | undefined {
  try {
    return verifySignature(request, rules);
  } catch (error) {
    if (error instanceof SignatureWrong) return undefined;
    throw error;
  }
}

function requireScope(integration: Integration, scope: IntegrationScope): Integration {
  if (!integration.scopes.includes(scope)) throw new ScopeMissing(scope);
  return integration;
}
