export const integrationScopes = ['catalogue:write', 'purchases:write', 'deposits:write', 'bank-files:write'] as const;

/** What an integration may do. */
export type IntegrationScope = (typeof integrationScopes)[number];

/** Another system of the marketplace that calls us. */
export interface Integration {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly IntegrationScope[];
}
