import { toGlobalId } from '@moments/kernel';
import type { UploadView } from '@moments/media';
import { UploadType } from './upload.types.js';

export const toUploadType = (view: UploadView): UploadType =>
  Object.assign(new UploadType(), {
    id: toGlobalId('upload', view.id),
    purpose: view.purpose,
    status: view.status,
    byteSize: view.sizeBytes,
    partSize: view.partSizeBytes,
    expiresAt: view.expiresAt,
    view,
  });
