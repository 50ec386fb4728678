/** What an app is told, by language, while a server of ours is away. */
export const unavailableTexts: readonly (readonly [language: string, message: string])[] = [
  ['en', 'This does not work just now. Try again in 5 s.'],
  ['ru', 'Сейчас это не работает. Попробуйте через 5 с.'],
  ['tr', 'Bu şu anda çalışmıyor. 5 sn sonra yeniden deneyin.'],
];
