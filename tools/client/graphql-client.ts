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

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export type Variables = Readonly<Record<string, unknown>>;

/** Sends operations as an app does: JSON over HTTP, a bearer token when signed in. */
export class GraphqlClient {
  constructor(
    readonly url: string,
    private readonly accessToken?: string,
  ) {}

  /** The same gateway, as somebody else. */
  signedIn(accessToken: string): GraphqlClient {
    return new GraphqlClient(this.url, accessToken);
  }

  /** Throws {@link GraphqlRefusal} when the answer carries errors. */
  async send<Data>(document: string, variables: Variables = {}): Promise<Data> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as Answer<Data>;
    if (errors?.[0])
      throw new GraphqlRefusal(errors[0].message, errors[0].extensions?.code ?? `HTTP ${response.status}`);
    if (!data) throw new GraphqlRefusal(`HTTP ${response.status} without data`, `HTTP ${response.status}`);
    return data;
  }
}
