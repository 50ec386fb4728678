export { ensurePhotoWorker } from './built-photo-worker.js';
export { drawn, h264, moving, tone } from './clips.js';
export { type TestFile, uploadFile } from './upload-file.js';
