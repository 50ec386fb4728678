const locales = ['en', 'ru', 'tr'] as const;

/** The languages that the product speaks. */
export type Locale = (typeof locales)[number];

/** The best of our languages for an Accept-Language header; English when none fits. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(';q=');
      return { language: tag.split('-')[0]?.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const locale = locales.find((candidate) => candidate === language);
    if (locale) return locale;
  }
  return 'en';
}
