/** The gateway refused the operation itself; what a person can mend comes as `userErrors` instead. */
class GraphqlRefusal extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
    this.name = 'GraphqlRefusal';
  }
}

/** What the gateway says, as it came. */
export interface GraphqlAnswer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export type Variables = Readonly<Record<string, unknown>>;

/** Sends operations as an app does: JSON over HTTP, a bearer token when signed in. */
export class GraphqlClient {
  constructor(
    readonly url: string,
    readonly accessToken?: string,
    private readonly place: Readonly<Record<string, string>> = {},
  ) {}

  /** The same gateway, as somebody else. */
  signedIn(accessToken: string): GraphqlClient {
    return new GraphqlClient(this.url, accessToken, this.place);
  }

  /** The same person on a device of their own; of the address only a gateway behind a proxy hears (TRUSTED_PROXIES). */
  from({ device, address }: { device: string; address: string }): GraphqlClient {
    return new GraphqlClient(this.url, this.accessToken, { 'x-device-id': device, 'x-forwarded-for': address });
  }

  /** Throws {@link GraphqlRefusal} when the answer carries errors. */
  async send<Data>(document: string, variables: Variables = {}): Promise<Data> {
    const { data, errors } = await this.ask<Data>(document, variables);
    if (errors?.[0]) throw new GraphqlRefusal(errors[0].message, errors[0].extensions?.code ?? 'UNKNOWN');
    if (!data) throw new GraphqlRefusal('an answer without data', 'UNKNOWN');
    return data;
  }

  /** The answer, whatever it is; throws only when there is none in JSON. */
  async ask<Data>(document: string, variables: Variables = {}): Promise<GraphqlAnswer<Data>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...this.place,
        ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    return (await response.json()) as GraphqlAnswer<Data>;
  }
}
