import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database, Sealing, statement } from '@moments/platform';
import { createHash } from 'node:crypto';
import type { Integration } from './integration.js';

const byKey = statement(
  'identity.integration-by-key',
  `select integrations.id, integrations.name, integrations.scopes
     from integration_keys as keys join integrations on integrations.id = keys.integration_id
    where keys.hash = $1 and (keys.expires_at is null or keys.expires_at > $2) and integrations.revoked_at is null`,
);
const signers = statement(
  'identity.integration-signers',
  `select integrations.id, integrations.name, integrations.scopes, array_agg(secrets.sealed) as sealed
     from integration_secrets as secrets join integrations on integrations.id = secrets.integration_id
    where (secrets.expires_at is null or secrets.expires_at > $1) and integrations.revoked_at is null
    group by integrations.id`,
);
const all = statement(
  'identity.integrations',
  `select integrations.name, integrations.scopes, integrations.revoked_at as "revokedAt",
     (select coalesce(array_agg(prefix order by created_at), '{}') from integration_keys as keys
       where keys.integration_id = integrations.id and (keys.expires_at is null or keys.expires_at > $1)) as keys,
     (select count(*)::int from integration_secrets as secrets
       where secrets.integration_id = integrations.id
         and (secrets.expires_at is null or secrets.expires_at > $1)) as secrets
     from integrations order by integrations.name`,
);

/** An integration with the secrets that it may sign with now. */
export interface Signer extends Integration {
  readonly secrets: readonly Buffer[];
  /** How many more there are that no configured key opens. */
  readonly unreadable: number;
}

/** What operators see of an integration: nothing that lets anybody in. */
export interface IntegrationView extends Omit<Integration, 'id'> {
  readonly revokedAt: Date | null;
  /** How its keys begin. */
  readonly keys: readonly string[];
  /** How many secrets it may sign with. */
  readonly secrets: number;
}

/** What a key is kept as. */
export const keyHash = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Tells which integration calls. Read at every call: what is revoked is refused at once. */
@Injectable()
export class IntegrationsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sealing: Sealing,
  ) {}

  /** `undefined` for a key that nobody has, that has expired, or whose integration is revoked. */
  async byKey(key: string): Promise<Integration | undefined> {
    return (await this.database.read<Integration>(byKey, [keyHash(key), this.clock.now()]))[0];
  }

  /** Everybody whose signature is good now. A secret that cannot be opened harms nobody but its owner. */
  async signers(): Promise<Signer[]> {
    const found = await this.database.read<Integration & { sealed: Buffer[] }>(signers, [this.clock.now()]);
    return found.map(({ sealed, ...integration }) => {
      const secrets = sealed.flatMap((content) => this.opened(content, integration.id) ?? []);
      return { ...integration, secrets, unreadable: sealed.length - secrets.length };
    });
  }

  list(): Promise<IntegrationView[]> {
    return this.database.read<IntegrationView>(all, [this.clock.now()]);
  }

  private opened(content: Buffer, owner: string): Buffer | undefined {
    try {
      return this.sealing.open({ content, owner });
    } catch {
      // Counted by whoever asks: it was sealed with a key that this process is not given.
      return undefined;
    }
  }
}
