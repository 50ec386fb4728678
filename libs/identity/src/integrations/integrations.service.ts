import { Injectable } from '@nestjs/common';
import { after, Clock, hours, NotFound, parseInput } from '@moments/kernel';
import {
  Database,
  defineSetting,
  execute,
  mapConstraints,
  rows,
  type SealedColumn,
  Sealing,
  Settings,
  type Tx,
} from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { IntegrationNameTaken } from '../identity.errors.js';
import { integrationScopes } from './integration.js';
import { keyHash } from './integrations.queries.js';

const rotation = defineSetting({
  name: 'identity.integrations',
  /** For how long the key or secret that another one replaces is still good. */
  schema: z.strictObject({ overlapHours: z.number().min(0).max(720) }),
  fallback: { overlapHours: 24 },
});

const newIntegration = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,50}$/, 'must be 1 to 50 small letters, digits, dashes'),
  scopes: z.array(z.enum(integrationScopes)).min(1),
});

/** What a new integration is given; shown once, and never again. */
export interface IntegrationCredentials {
  readonly apiKey: string;
  /** `whsec_` and base64, as the Standard Webhooks specification has it. */
  readonly signingSecret: string;
}

/** Lets other systems in, changes their keys and secrets without a gap, and shuts them out. Every change is audited. */
@Injectable()
export class IntegrationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly settings: Settings,
    private readonly sealing: Sealing,
  ) {}

  /** Throws `InvalidInput`, `IntegrationNameTaken`. */
  async create(input: { name: string; scopes: readonly string[] }): Promise<IntegrationCredentials> {
    const { name, scopes } = parseInput(newIntegration, input);
    const id = v7();
    return this.database.transaction(async (tx) => {
      await mapConstraints(
        execute(tx, 'insert into integrations (id, name, scopes, created_at) values ($1, $2, $3, $4)', [
          id,
          name,
          scopes,
          this.clock.now(),
        ]),
        { integrations_name_key: () => new IntegrationNameTaken() },
      );
      await this.record(tx, { action: 'integration.created', details: { name, scopes } });
      return { apiKey: await this.addKey(tx, id), signingSecret: await this.addSecret(tx, id) };
    });
  }

  /** Gives another key; the ones before it are good for the overlap of the setting. Throws `NotFound`. */
  rotateKey(name: string): Promise<string> {
    return this.rotate(name, { table: 'integration_keys', add: (tx, id) => this.addKey(tx, id) });
  }

  /** Gives another signing secret; the ones before it are good for the overlap of the setting. Throws `NotFound`. */
  rotateSecret(name: string): Promise<string> {
    return this.rotate(name, { table: 'integration_secrets', add: (tx, id) => this.addSecret(tx, id) });
  }

  /** Nothing of it is accepted from its next call on; again changes nothing. Throws `NotFound`. */
  async revoke(name: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const id = await lockIntegration(tx, name);
      await execute(tx, 'update integrations set revoked_at = coalesce(revoked_at, $2) where id = $1', [
        id,
        this.clock.now(),
      ]);
      await this.record(tx, { action: 'integration.revoked', details: { name } });
    });
  }

  private async rotate(
    name: string,
    { table, add }: { table: 'integration_keys' | 'integration_secrets'; add: (tx: Tx, id: string) => Promise<string> },
  ): Promise<string> {
    const { overlapHours } = await this.settings.get(rotation);
    return this.database.transaction(async (tx) => {
      const id = await lockIntegration(tx, name);
      const end = after(this.clock.now(), hours(overlapHours));
      await execute(tx, `update ${table} set expires_at = least(expires_at, $2) where integration_id = $1`, [id, end]);
      await this.record(tx, {
        action: `${table === 'integration_keys' ? 'integration.key' : 'integration.secret'}_rotated`,
        details: { name },
      });
      return add(tx, id);
    });
  }

  private async addKey(tx: Tx, integrationId: string): Promise<string> {
    const prefix = `mik_${randomBytes(6).toString('hex')}`;
    const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
    await execute(
      tx,
      'insert into integration_keys (id, integration_id, prefix, hash, created_at) values ($1, $2, $3, $4, $5)',
      [v7(), integrationId, prefix, keyHash(key), this.clock.now()],
    );
    return key;
  }

  private async addSecret(tx: Tx, integrationId: string): Promise<string> {
    const content = randomBytes(32);
    const sealed = this.sealing.seal({ content, owner: integrationId });
    await execute(
      tx,
      'insert into integration_secrets (id, integration_id, sealed, created_at) values ($1, $2, $3, $4)',
      [v7(), integrationId, sealed, this.clock.now()],
    );
    return `whsec_${content.toString('base64')}`;
  }

  /** Only from the command line. */
  private record(tx: Tx, { action, details }: { action: string; details: object }): Promise<void> {
    return this.audit.record(tx, { actor: null, action, details: { ...details } });
  }
}

/** Secrets that messages of integrations are signed with. */
export const sealedIntegrationSecrets: SealedColumn = {
  table: 'integration_secrets',
  column: 'sealed',
  owner: 'integration_id',
};

/** Two rotations at once would each end the other's new key early. */
async function lockIntegration(tx: Tx, name: string): Promise<string> {
  const [found] = await rows<{ id: string }>(tx, 'select id from integrations where name = $1 for update', [name]);
  if (!found) throw new NotFound('integration', ['name']);
  return found.id;
}
