import type { Locale } from '../locale.js';

/*
 * What is wrong with a field, as `InvalidInput` says it, in the other languages; `{1}`, `{2}` … stand for what differs from
 * case to case. What has no line here is told in English: whoever meets it writes a program, or a form that let it through.
 */
export const rules: Readonly<Record<string, { readonly ru: string; readonly tr: string }>> = {
  'must not be empty': { ru: 'не может быть пустым', tr: 'boş olamaz' },
  'must be at least {1} characters long': { ru: 'не короче {1} симв.', tr: 'en az {1} karakter olmalıdır' },
  'must be at most {1} characters long': { ru: 'не длиннее {1} симв.', tr: 'en fazla {1} karakter olmalıdır' },
  'has more than {1} characters': { ru: 'не длиннее {1} симв.', tr: 'en fazla {1} karakter olmalıdır' },
  'must contain at least {1} different characters': {
    ru: 'нужно хотя бы {1} разных символов',
    tr: 'en az {1} farklı karakter içermelidir',
  },
  'must be on one line': { ru: 'должно быть в одну строку', tr: 'tek satırda olmalıdır' },
  'must have at most {1} line breaks': {
    ru: 'переносов строки может быть не больше {1}',
    tr: 'en fazla {1} satır sonu olabilir',
  },
  'must be well-formed Unicode': { ru: 'содержит повреждённые символы', tr: 'bozuk karakterler içeriyor' },
  'must not contain control characters': { ru: 'содержит управляющие символы', tr: 'denetim karakterleri içeremez' },
  'has control characters': { ru: 'содержит управляющие символы', tr: 'denetim karakterleri içeremez' },
  'must not contain characters that change the direction of text': {
    ru: 'не может содержать символы, меняющие направление текста',
    tr: 'metnin yönünü değiştiren karakterler içeremez',
  },
  'must not pile more than {1} marks upon a letter': {
    ru: 'над буквой может быть не больше {1} знаков',
    tr: 'bir harfin üzerinde en fazla {1} işaret olabilir',
  },
  'must not contain invisible characters': { ru: 'содержит невидимые символы', tr: 'görünmez karakterler içeremez' },
  'must contain something visible': { ru: 'нужен хотя бы один видимый символ', tr: 'görünür bir şey içermelidir' },
  'must contain a letter or a digit': {
    ru: 'нужна хотя бы одна буква или цифра',
    tr: 'bir harf ya da rakam içermelidir',
  },
  'must be an email address': { ru: 'это не адрес электронной почты', tr: 'geçerli bir e-posta adresi olmalıdır' },
  'may contain Latin letters, digits, dots and underscores only': {
    ru: 'допускаются только латинские буквы, цифры, точки и подчёркивания',
    tr: 'yalnızca Latin harfleri, rakamlar, noktalar ve alt çizgiler kullanılabilir',
  },
  'must not begin or end with a dot or contain two in a row': {
    ru: 'не может начинаться или заканчиваться точкой и содержать две точки подряд',
    tr: 'noktayla başlayamaz, bitemez ve art arda iki nokta içeremez',
  },
  'is reserved': { ru: 'это имя зарезервировано', tr: 'bu ad ayrılmıştır' },
  'is one of the passwords that are tried first; choose another': {
    ru: 'такой пароль подбирают в первую очередь; придумайте другой',
    tr: 'ilk denenen şifrelerden biridir; başka bir şifre seçin',
  },
  'must not be made of your email address or handle': {
    ru: 'не может состоять из адреса почты или имени пользователя',
    tr: 'e-posta adresinizden ya da kullanıcı adınızdan oluşamaz',
  },
  'must be a date like {1}': { ru: 'нужна дата вида {1}', tr: '{1} biçiminde bir tarih olmalıdır' },
  'must not be in the future': { ru: 'не может быть в будущем', tr: 'gelecekte olamaz' },
  'must be in the future': { ru: 'должно быть в будущем', tr: 'gelecekte olmalıdır' },
  'is in the past': { ru: 'уже в прошлом', tr: 'geçmişte kalmış' },
  'must be within the last {1} years': { ru: 'не раньше чем {1} лет назад', tr: 'son {1} yıl içinde olmalıdır' },
  'must be within {1} days': { ru: 'не позже чем через {1} дн.', tr: '{1} gün içinde olmalıdır' },
  'you must be at least {1} years old': {
    ru: 'вам должно быть не меньше {1} лет',
    tr: 'en az {1} yaşında olmalısınız',
  },
  'must be an ISO 3166-1 alpha-2 country code like RU': {
    ru: 'нужен код страны по ISO 3166-1 alpha-2, например RU',
    tr: 'RU gibi bir ISO 3166-1 alpha-2 ülke kodu olmalıdır',
  },
  'must be between {1} and {2}': { ru: 'допускается от {1} до {2}', tr: '{1} ile {2} arasında olmalıdır' },
  'must be a whole number': { ru: 'нужно целое число', tr: 'tam sayı olmalıdır' },
  'must be {1} or more': { ru: 'не меньше {1}', tr: 'en az {1} olmalıdır' },
  'must be {1} or less': { ru: 'не больше {1}', tr: 'en fazla {1} olmalıdır' },
  'must be more than zero': { ru: 'должно быть больше нуля', tr: 'sıfırdan büyük olmalıdır' },
  'must not be negative': { ru: 'не может быть отрицательным', tr: 'negatif olamaz' },
  'is too large': { ru: 'слишком велико', tr: 'çok büyük' },
  'is not a supported currency': { ru: 'эта валюта не поддерживается', tr: 'bu para birimi desteklenmiyor' },
  'must be {1}': { ru: 'должно быть {1}', tr: '{1} olmalıdır' },
  'may name at most {1}': { ru: 'можно указать не больше {1}', tr: 'en fazla {1} belirtilebilir' },
  'name at most {1}': { ru: 'можно указать не больше {1}', tr: 'en fazla {1} belirtilebilir' },
  'name at most {1} products': { ru: 'можно указать не больше {1} товаров', tr: 'en fazla {1} ürün belirtilebilir' },
  'name at most {1} uploads': { ru: 'можно указать не больше {1} загрузок', tr: 'en fazla {1} yükleme belirtilebilir' },
  'name at least one': { ru: 'укажите хотя бы одно значение', tr: 'en az birini belirtin' },
  'name at least one product': { ru: 'укажите хотя бы один товар', tr: 'en az bir ürün belirtin' },
  'name at least one upload': { ru: 'укажите хотя бы одну загрузку', tr: 'en az bir yükleme belirtin' },
  'names one twice': { ru: 'одно и то же указано дважды', tr: 'biri iki kez belirtilmiş' },
  'photos have no times': { ru: 'у фотографий нет времени показа', tr: 'fotoğrafların gösterim süresi yoktur' },
  'must be after startMs': { ru: 'должно быть позже startMs', tr: 'startMs değerinden sonra olmalıdır' },
  'is shown at this time already': { ru: 'в это время уже показывается', tr: 'bu sürede zaten gösteriliyor' },
  'must be told when something is taken away': { ru: 'укажите причину', tr: 'nedenini belirtin' },
  'must not be before from': { ru: 'не может быть раньше from', tr: 'from tarihinden önce olamaz' },
  'is not over yet': { ru: 'ещё не закончилось', tr: 'henüz bitmedi' },
  'is not a name': { ru: 'это не имя', tr: 'bu bir ad değil' },
  'is not a BIC': { ru: 'это не БИК', tr: 'bu bir BIC değil' },
  'is not an INN': { ru: 'это не ИНН', tr: 'bu bir INN değil' },
  'is not the INN of a person: 12 digits, the last two of which check the others': {
    ru: 'это не ИНН физического лица: 12 цифр, две последние — контрольные',
    tr: 'bu bir kişinin INN numarası değil: 12 rakam, son ikisi denetim rakamıdır',
  },
  'has a wrong control key': { ru: 'контрольный ключ не сходится', tr: 'denetim anahtarı yanlış' },
  'must have {1} digits': { ru: 'цифр должно быть {1}', tr: '{1} rakam olmalıdır' },
  'is not a cursor of this list': { ru: 'это не курсор этого списка', tr: 'bu listenin imleci değil' },
  'is not a kind of notification': { ru: 'такого вида уведомлений нет', tr: 'böyle bir bildirim türü yok' },
  'give either an id or a handle': {
    ru: 'укажите либо id, либо имя пользователя',
    tr: 'ya kimliği ya da kullanıcı adını belirtin',
  },
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Those with the most words of their own first: `must be {1}` fits nearly everything. */
const patterns = Object.entries(rules)
  .map(([english, said]) => ({ english, said }))
  .toSorted((one, other) => other.english.length - one.english.length)
  .map(({ english, said }) => ({
    said,
    pattern: new RegExp(
      `^${english
        .split(/\{\d\}/)
        .map(escaped)
        .join('(\\S+)')}$`,
      'u',
    ),
  }));

/** A broken rule in another language; `undefined` when nobody has translated it. */
export function translateRule(english: string, locale: Exclude<Locale, 'en'>): string | undefined {
  for (const { pattern, said } of patterns) {
    const found = pattern.exec(english);
    if (found) return said[locale].replace(/\{(\d)\}/g, (_, place: string) => found[Number(place)] ?? '');
  }
  return undefined;
}
