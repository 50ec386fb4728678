import type { Messages } from './messages.js';

export const tr: Messages = {
  not_found: 'Böyle bir öğe yok.',
  sign_in_required: 'Bunu yapmak için oturum açın.',
  forbidden: 'Bu işlemi yapamazsınız.',
  idempotency_conflict: 'Bu tekrarsızlık anahtarı başka bir girdiyle zaten kullanıldı.',
};
