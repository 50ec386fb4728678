import { DomainError } from '@moments/kernel';

/** Not a playback token, or another viewer's, or another moment's. */
export class PlaybackTokenInvalid extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'playback_token_invalid';

  constructor() {
    super('This playback token does not prove that the moment was served to you.', { field: ['playbackToken'] });
  }
}

/** More views wait to be stored than this process takes. */
export class TooManyViewsWaiting extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_views_waiting';

  constructor() {
    super('Too many views are being reported just now. Send them again in a minute.');
  }
}

/** The moment was served too long ago. */
export class PlaybackTokenExpired extends DomainError {
  readonly code = 'EXPIRED';
  readonly reason = 'playback_token_expired';

  constructor() {
    super('This playback token has expired. Load the feed again.', { field: ['playbackToken'] });
  }
}
