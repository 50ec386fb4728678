/** What the mobile app asks for when somebody scrolls: ten moments with all that is drawn of them. */
export const feedDocument = `query Feed($after: String) {
  feed(surface: FOR_YOU, first: 10, after: $after) {
    sessionId
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      playbackToken
      promoted
      node {
        id kind caption hashtags commentsEnabled shareUrl publishedAt likedByMe
        author { id handle displayName isFollowedByMe followersCount }
        video {
          hlsUrl preview durationMs width height hasAudio
          poster { url(width: 640, format: WEBP) width height thumbhash }
          renditions { height width bitrate codec }
        }
        stats { views likes comments shares saves }
      }
    }
  }
}`;

/** The same operation as it travels. */
export const feedBody = (after?: string): string =>
  JSON.stringify({ operationName: 'Feed', query: feedDocument, variables: { after: after ?? null } });
