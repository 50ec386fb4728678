import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphqlContext } from './context.js';

const welcome = `# Moments
#
# Sign in, then put the token into the headers below and into the connection:
#   { "authorization": "Bearer <accessToken>" }

query Feed {
  feed(surface: FOR_YOU, first: 5) {
    edges {
      node {
        id
        caption
        author { handle displayName }
        video { hlsUrl durationMs poster { url(width: 320, format: WEBP) } }
        photos { url(width: 320, format: WEBP) }
        stats { views likes }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

/** GraphiQL for people who open /graphql in a browser, made of what is installed: it needs no network. */
export const explorerPlugin = (): ApolloServerPlugin<GraphqlContext> => ({
  serverWillStart: () =>
    Promise.resolve({
      renderLandingPage: () => {
        // Nine megabytes of JavaScript, loaded when somebody first looks.
        const html = import('@graphql-yoga/render-graphiql').then(({ renderGraphiQL }) =>
          renderGraphiQL({
            title: 'Moments',
            endpoint: '/graphql',
            subscriptionsProtocol: 'WS',
            defaultQuery: welcome,
          }),
        );
        return Promise.resolve({ html: () => html });
      },
    }),
});
