import type { Messages } from './messages.js';

export const tr: Messages = {
  not_found: 'Böyle bir öğe yok.',
  sign_in_required: 'Bunu yapmak için oturum açın.',
  forbidden: 'Bu işlemi yapamazsınız.',
  idempotency_conflict: 'Bu tekrarsızlık anahtarı başka bir girdiyle zaten kullanıldı.',
  token_invalid: 'Bu erişim anahtarı geçerli değil. Yeniden oturum açın.',
  token_expired: 'Bu erişim anahtarının süresi doldu. Oturumu yenileyin.',
  session_ended: 'Bu oturum sona erdi. Yeniden oturum açın.',
  account_gone: 'Bu hesap silindi.',
  account_suspended: 'Bu hesap askıya alındı.',
  wrong_credentials: 'E-posta adresi veya şifre yanlış.',
  refresh_token_invalid: 'Bu yenileme anahtarı geçerli değil. Yeniden oturum açın.',
  refresh_token_replayed:
    'Bu yenileme anahtarı daha önce kullanıldı. Güvenlik için oturum sonlandırıldı. Yeniden oturum açın.',
  wrong_password: 'Şifre yanlış.',
  no_password: 'Bu hesaba başka bir yerde oturum açılıyor; burada şifresi yok.',
  email_taken: 'Bu e-posta adresiyle bir hesap zaten var.',
  handle_taken: 'Bu kullanıcı adı alınmış.',
  too_many_attempts: 'Çok fazla deneme yapıldı. {retryAfter} saniye sonra yeniden deneyin.',
  too_many_sign_ups: 'Ağınızdan çok fazla hesap açıldı. {retryAfter} saniye sonra yeniden deneyin.',
  feature_not_available: 'Bu özellik henüz size açık değil.',
  internal: 'Bizim tarafımızda bir şeyler ters gitti.',
  rate_limited: 'Çok fazla istek. {seconds} sn sonra yeniden deneyin.',
  cost_too_high:
    'Bu işlem {requested} puan tutuyor; {allowed} puana izin var. Daha küçük sayfalar veya daha az alan isteyin.',
};
