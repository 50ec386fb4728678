import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphqlContext } from './context.js';

const welcome = `# Nobody has to sign in to watch. To do more: run SignIn
# with an account (npm start tells of some), then put
# the token into Headers below:
#   { "authorization": "Bearer <accessToken>" }
# Subscriptions use it after this page is loaded again.

mutation SignIn {
  signIn(input: { email: "", password: "" }) {
    accessToken
    userErrors {
      message
    }
  }
}

query Feed {
  feed(first: 3) {
    edges {
      node {
        id
        caption
        author {
          handle
        }
        video {
          hlsUrl
          durationMs
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

// The page's options travel as JSON, which has no functions: this text is replaced by the function itself.
const headersOfEditor = 'headers of the editor';
const readHeadersOfEditor = `() => { try { return JSON.parse(localStorage.getItem('graphiql:headers')) ?? {}; } catch { return {}; } }`;

/** GraphiQL for people who open /graphql in a browser, made of what is installed: it needs no network. */
export const explorerPlugin = (): ApolloServerPlugin<GraphqlContext> => {
  let page: Promise<string> | undefined;
  return {
    serverWillStart: () =>
      Promise.resolve({ renderLandingPage: () => Promise.resolve({ html: () => (page ??= renderPage()) }) }),
  };
};

/** Nine megabytes of JavaScript, loaded when somebody first looks. */
async function renderPage(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const options = {
    title: 'Moments',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS' as const,
    connectionParams: headersOfEditor,
    defaultQuery: welcome,
  };
  return renderGraphiQL(options).replace(JSON.stringify(headersOfEditor), () => readHeadersOfEditor);
}
