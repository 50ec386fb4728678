import type { Texts } from './texts.js';

export const tr: Texts = {
  somebody: 'Birisi',
  reasons: {
    SPAM: 'spam',
    NUDITY: 'çıplaklık',
    VIOLENCE: 'şiddet',
    HATE: 'nefret söylemi',
    FRAUD: 'dolandırıcılık',
    COPYRIGHT: 'telif hakkı ihlali',
    MISLEADING_PRODUCT: 'yanıltıcı ürün',
    OTHER: 'kuralların ihlali',
  },
  // A noun after a number has no plural.
  kinds: {
    NEW_FOLLOWER: {
      one: '{a} sizi takip ediyor',
      two: '{a} ve {b} sizi takip ediyor',
      more: { other: '{a} ve {count} kişi daha sizi takip ediyor' },
    },
    MOMENT_LIKED: {
      one: '{a} anınızı beğendi',
      two: '{a} ve {b} anınızı beğendi',
      more: { other: '{a} ve {count} kişi daha anınızı beğendi' },
    },
    MOMENT_COMMENTED: {
      one: '{a} anınıza yorum yaptı',
      two: '{a} ve {b} anınıza yorum yaptı',
      more: { other: '{a} ve {count} kişi daha anınıza yorum yaptı' },
    },
    COMMENT_REPLIED: {
      one: '{a} yorumunuza yanıt verdi',
      two: '{a} ve {b} yorumunuza yanıt verdi',
      more: { other: '{a} ve {count} kişi daha yorumunuza yanıt verdi' },
    },
    COMMENT_LIKED: {
      one: '{a} yorumunuzu beğendi',
      two: '{a} ve {b} yorumunuzu beğendi',
      more: { other: '{a} ve {count} kişi daha yorumunuzu beğendi' },
    },
    COMMENT_PINNED: {
      one: '{a} yorumunuzu sabitledi',
      two: '{a} ve {b} yorumunuzu sabitledi',
      more: { other: '{a} ve {count} kişi daha yorumunuzu sabitledi' },
    },
    MOMENT_PUBLISHED: { plain: 'Anınız yayınlandı' },
    MOMENT_FAILED: { plain: 'Anınız oluşturulamadı: dosya kullanılamıyor' },
    MOMENT_REJECTED: { plain: 'Anınız kaldırıldı', because: 'Anınız kaldırıldı: {reason}' },
    MOMENT_RESTORED: { plain: 'Anınız yeniden gösteriliyor' },
    COMMENT_REMOVED: { plain: 'Yorumunuz silindi', because: 'Yorumunuz silindi: {reason}' },
    PROFILE_RESET: { plain: 'Profil bilgileriniz temizlendi', because: 'Profil bilgileriniz temizlendi: {reason}' },
    AVATAR_FAILED: { plain: 'Yeni profil fotoğrafınız kullanılamıyor' },
    MONETIZATION_APPROVED: { plain: 'Anlarınız bugünden itibaren kazandırıyor' },
    MONETIZATION_REFUSED: { plain: 'Para kazanma başvurunuz reddedildi' },
    MONETIZATION_SUSPENDED: { plain: 'Kazancınız durduruldu' },
    MONETIZATION_LIFTED: { plain: 'Anlarınız yeniden kazandırıyor' },
    FUND_SHARE_PAID: { plain: 'Üretici fonundan pay aldınız' },
  },
};
