export { ensurePhotoWorker } from './built-photo-worker.js';
export { drawn, h264, moving } from './clips.js';
export { uploadFile } from './upload-file.js';
