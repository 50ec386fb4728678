import type { Messages } from './messages.js';

export const ru: Messages = {
  not_found: 'Такого объекта нет.',
  sign_in_required: 'Войдите, чтобы сделать это.',
  forbidden: 'Это действие вам недоступно.',
  idempotency_conflict: 'Этот ключ идемпотентности уже использован с другими данными.',
};
