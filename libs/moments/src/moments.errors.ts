import { DomainError } from '@moments/kernel';
import type { MomentStatus } from './domain/moment.js';

/** The uploads do not make a moment together. */
export class UnfitUploads extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'moment_uploads_unfit';

  constructor(maxPhotos: number) {
    super(`A moment is one video, or 1 to ${maxPhotos} photos.`, { params: { maxPhotos }, field: ['uploadIds'] });
  }
}

/** There is no decision on the moment that its author could still ask to be looked at again. */
export class NothingToAppeal extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'nothing_to_appeal';

  constructor() {
    super('There is no decision on this moment that could be appealed.', { field: ['momentId'] });
  }
}

/** The moment is over: nothing of it can be changed. */
export class MomentClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'moment_closed';

  constructor(status: MomentStatus) {
    super('This moment can no longer be changed.', { params: { status }, field: ['momentId'] });
  }
}
