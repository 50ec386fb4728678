/** What an app sends when somebody taps, and what it shows afterwards. */
const momentDocument = (deed: 'like' | 'unlike'): string =>
  `mutation Tap($id: ID!) { ${deed}(momentId: $id) { moment { id likedByMe stats { likes } } userErrors { code } } }`;

const profileDocument = (deed: 'follow' | 'unfollow'): string =>
  `mutation Tap($id: ID!) { ${deed}(profileId: $id) { profile { id isFollowedByMe followersCount } userErrors { code } } }`;

const pageDocument = `query Page($handle: String!) { profile(handle: $handle) {
  id handle displayName bio badges followersCount followingCount likesReceivedCount isMe isFollowedByMe isBlockedByMe
  avatar { url width height thumbhash }
  moments(first: 20) {
    pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id kind caption hashtags shareUrl publishedAt likedByMe savedByMe
      author { id handle displayName isFollowedByMe }
      stats { views likes comments shares saves }
      video { hlsUrl preview durationMs width height poster { url width height thumbhash } }
    } }
  }
} }`;

const body = (query: string, variables: object): string => JSON.stringify({ query, variables });

export const likeBody = (deed: 'like' | 'unlike', id: string): string => body(momentDocument(deed), { id });
export const followBody = (deed: 'follow' | 'unfollow', id: string): string => body(profileDocument(deed), { id });
export const profilePageBody = (handle: string): string => body(pageDocument, { handle });
