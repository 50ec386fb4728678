import { createHash } from 'node:crypto';
import { Html, html } from '../http/html.js';
import type { Locale } from '../graphql/locale.js';

/** What a page shows of a moment; everything of it is public. */
export interface SharedMoment {
  /** The page's own address. */
  url: string;
  authorName: string;
  handle: string;
  caption: string;
  picture?: { url: string; width: number; height: number };
  disclosure?: { advertiser: string; erid?: string };
}

const words = {
  en: { advertisement: 'Advertisement', gone: 'This moment is not here', wait: 'Not just now. Try again soon.' },
  ru: { advertisement: 'Реклама', gone: 'Этого момента здесь нет', wait: 'Не сейчас. Попробуйте чуть позже.' },
  tr: { advertisement: 'Reklam', gone: 'Bu moment burada yok', wait: 'Şimdi değil. Biraz sonra yeniden deneyin.' },
} as const satisfies Record<Locale, object>;

const style = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 27rem; margin: 0 auto; padding: 1rem; }
  img { display: block; width: 100%; height: auto; max-height: 75vh; object-fit: contain; border-radius: 12px; background: #8882; }
  h1 { font-size: 1rem; margin: 1rem 0 .25rem; }
  h1 span, small { font-weight: normal; opacity: .7; }
  p { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** No script, no frame, no form; pictures from where they are kept and nowhere else. */
export const contentPolicy = (pictureUrl?: string): string =>
  [
    `default-src 'none'`,
    ...(pictureUrl ? [`img-src ${new URL(pictureUrl).origin}`] : []),
    `style-src 'sha256-${styleHash}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');

const page = (locale: Locale, head: Html, body: Html): string =>
  html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${head} ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;

/** A moment for people without the app, and for the previews of messengers (Open Graph, https://ogp.me). */
export function renderMoment(moment: SharedMoment, locale: Locale): string {
  const { url, authorName, handle, caption, picture, disclosure } = moment;
  const title = `${authorName} (@${handle})`;
  const head = html`<title>${title}</title>
    <link rel="canonical" href="${url}" />
    <meta name="description" content="${caption}" />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content="Moments" />
    <meta property="og:url" content="${url}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${caption}" />
    ${picture ? openGraphPicture(picture) : ''}`;
  const shown = picture
    ? html`<img src="${picture.url}" width="${picture.width}" height="${picture.height}" alt="" />`
    : '';
  const body = html`${shown}
    <h1>${authorName} <span>@${handle}</span></h1>
    <p>${caption}</p>
    ${disclosure ? html`<small>${[words[locale].advertisement, ...namesOf(disclosure)].join(' · ')}</small>` : ''}`;
  return page(locale, head, body);
}

const namesOf = ({ advertiser, erid }: { advertiser: string; erid?: string }): string[] => [
  advertiser,
  ...(erid ? [`erid: ${erid}`] : []),
];

const openGraphPicture = ({ url, width, height }: { url: string; width: number; height: number }): Html =>
  html`<meta property="og:image" content="${url}" />
    <meta property="og:image:width" content="${width}" />
    <meta property="og:image:height" content="${height}" />
    <meta name="twitter:card" content="summary_large_image" />`;

/** A page that says only why there is nothing to see. */
export function renderNothing(why: 'gone' | 'wait', locale: Locale): string {
  const text = words[locale][why];
  return page(locale, html`<title>${text}</title>`, html`<p>${text}</p>`);
}
