import { Injectable } from '@nestjs/common';
import { type Integration, IntegrationsQueries, type IntegrationScope, type Signer } from '@moments/identity';
import { Clock } from '@moments/kernel';
import { CallerLimits } from './caller-limits.js';
import { KeyMissing, KeyWrong, ScopeMissing, SignatureWrong } from './integration.errors.js';
import { type SignedRequest, verifySignature } from './webhook-signature.js';

/** A signed message: who sent it, and its id, the same for a delivery that is sent again. */
export interface Delivery {
  readonly integration: Integration;
  readonly deliveryId: string;
}

/** A key as it was shown, and from where. */
interface ShownKey {
  readonly authorization: string | undefined;
  readonly address: string;
}

const bearer = /^Bearer ([\w-]{1,200})$/i;

/** Tells which integration calls and whether it may: the one place where anybody is let in. */
@Injectable()
export class IntegrationAuth {
  constructor(
    private readonly integrations: IntegrationsQueries,
    private readonly clock: Clock,
    private readonly limits: CallerLimits,
  ) {}

  /** By the bearer key of a bulk call. Throws `KeyMissing`, `KeyWrong`, `ScopeMissing`, `TooManyStrangers`. */
  async requireKey({ authorization, address }: ShownKey, scope: IntegrationScope): Promise<Integration> {
    await this.limits.count(address, 'key');
    if (authorization === undefined) throw new KeyMissing();
    const key = bearer.exec(authorization)?.[1];
    const integration = key === undefined ? undefined : await this.integrations.byKey(key);
    if (!integration) throw new KeyWrong();
    await this.limits.takeBack(address, 'key');
    return requireScope(integration, scope);
  }

  /** Before the body of a message is read; `verifySigned` comes after it. Throws `TooManyStrangers`. */
  countMessage(address: string): Promise<void> {
    return this.limits.count(address, 'signature');
  }

  /**
   * By the Standard Webhooks signature of a message, made with any secret that is good now. Throws `SignatureMissing`,
   * `SignatureWrong`, `SignatureStale`, `ScopeMissing`; a defect when it may be that of a secret that we cannot open.
   */
  async verifySigned(request: SignedRequest, scope: IntegrationScope): Promise<Delivery> {
    const now = this.clock.now();
    const signers = await this.integrations.signers();
    for (const { secrets, id, name, scopes } of signers) {
      const deliveryId = verifiedBy(request, { secrets, now });
      if (deliveryId === undefined) continue;
      await this.limits.takeBack(request.address, 'signature');
      return { integration: requireScope({ id, name, scopes }, scope), deliveryId };
    }
    throwWhatIsWrong(request, { signers, now });
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

/**
 * Of a message that nobody's readable secret has signed. To whoever may have signed with an unreadable one we do not say
 * that they are wrong: a defect is tried again, and is in once the key that sealed their secret is back.
 */
function throwWhatIsWrong(request: SignedRequest, { signers, now }: { signers: readonly Signer[]; now: Date }): never {
  try {
    // Without any secret it says what is missing, if something is.
    verifySignature(request, { secrets: [], now });
  } catch (error) {
    if (!(error instanceof SignatureWrong)) throw error;
  }
  const unreadable = signers.filter((signer) => signer.unreadable > 0).map(({ name }) => name);
  if (unreadable.length === 0) throw new SignatureWrong();
  throw new Error(`no configured SEAL_KEY opens the signing secrets of: ${unreadable.join(', ')}`);
}

function requireScope(integration: Integration, scope: IntegrationScope): Integration {
  if (!integration.scopes.includes(scope)) throw new ScopeMissing(scope);
  return integration;
}
