import { DomainError } from '@moments/kernel';
import type { UploadPurpose, UploadStatus } from './domain/upload.js';

const mebibytes = (bytes: number): number => Math.floor(bytes / 2 ** 20);

export class EmptyUpload extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'upload_empty';

  constructor() {
    super('The file is empty.', { field: ['byteSize'] });
  }
}

export class UploadTooLarge extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'upload_too_large';

  constructor(sizeBytes: number, maxBytes: number) {
    super(`The file is too large: at most ${mebibytes(maxBytes)} MB are taken.`, {
      params: { sizeBytes, maxBytes, maxMegabytes: mebibytes(maxBytes) },
      field: ['byteSize'],
    });
  }
}

/** The announced type has nothing to do with the purpose; what the bytes really are is checked once they are here. */
export class UnfitContentType extends DomainError {
  readonly code = 'UNSUPPORTED_MEDIA';
  readonly reason = 'content_type_unfit';

  constructor(contentType: string, purpose: UploadPurpose) {
    super(`A file of type ${contentType} cannot be used here.`, {
      params: { contentType, purpose },
      field: ['contentType'],
    });
  }
}

export class UploadPurposeClosed extends DomainError {
  readonly code = 'FEATURE_NOT_AVAILABLE';
  readonly reason = 'upload_purpose_closed';

  constructor(purpose: UploadPurpose) {
    super('Files for this purpose are not taken yet.', { params: { purpose }, field: ['purpose'] });
  }
}

/** The account has too many uploads open, or has brought in too much today. */
export class TooManyUploads extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason: string;

  constructor(limit: 'open' | 'bytes', max: number) {
    super(
      limit === 'open'
        ? `At most ${max} uploads may be open at once: finish or abort one first.`
        : `At most ${mebibytes(max)} MB may be uploaded within a day.`,
      { params: { max, maxMegabytes: mebibytes(max) } },
    );
    this.reason = limit === 'open' ? 'too_many_open_uploads' : 'daily_upload_volume';
  }
}

/** The upload is over: nothing can be added to it, and it cannot be completed. */
export class UploadClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'upload_closed';

  constructor(status: UploadStatus, field?: string[]) {
    super(`This upload is ${status.toLowerCase()}.`, { params: { status }, field });
  }
}

export class UploadExpired extends DomainError {
  readonly code = 'EXPIRED';
  readonly reason = 'upload_expired';

  constructor(field?: string[]) {
    super('The time for this upload is over: start it again.', { field });
  }
}

/** The upload has not been completed, so nothing can be made of it. */
export class UploadNotCompleted extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'upload_not_completed';

  constructor(field: string[]) {
    super('This upload has not been completed.', { field });
  }
}

export class UploadAlreadyUsed extends DomainError {
  readonly code = 'CONFLICT';
  readonly reason = 'upload_already_used';

  constructor(field: string[]) {
    super('This upload is in use already: upload the file again to use it twice.', { field });
  }
}

/** What arrived is not what the client had announced a checksum of. */
export class ChecksumMismatch extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'checksum_mismatch';

  constructor() {
    super('The file was damaged on its way to us: its checksum is not the announced one. Please upload it again.', {
      field: ['sha256'],
    });
  }
}
