// Endings that are no words: a dot between two words of a sentence that lacks its space is no link. With a path behind
// it any ending will do.
const endings = 'com net org info biz ru su рф kz uz ua tr az de pl uk eu io gg ly cc xyz icu vip casino'.split(' ');
const shorteners = 't wa vk fb'.split(' ');

// A name is looked for from each of its parts on, so a longer one is found all the same, and a text of nothing but dots
// and letters is read once and not once for each of them.
const labels = 8;

const dots = /[。｡․‧•]|\s*[([{]\s*(?:\.|dot|точка|nokta)\s*[)\]}]\s*/giu;
const link = new RegExp(
  [
    String.raw`[a-z][a-z0-9+.-]{1,20}:\/\/\S+`,
    String.raw`(?<![\p{L}\p{N}])www\.\S+`,
    String.raw`(?<![\p{L}\p{N}_])(?:[\p{L}\p{N}_-]+\.){1,${labels}}(?:${endings.join('|')})(?![\p{L}\p{N}_-])\S*`,
    String.raw`(?<![\p{L}\p{N}_])(?:[\p{L}\p{N}_-]+\.){1,${labels}}\p{L}{2,24}\/\S+`,
    String.raw`(?<![\p{L}\p{N}_])(?:${shorteners.join('|')})\.me(?![\p{L}\p{N}_-])`,
  ].join('|'),
  'giu',
);

/** How many links, with or without `https://`, and addresses of email a text has. */
export const countLinks = (text: string): number => text.normalize('NFKC').replace(dots, '.').match(link)?.length ?? 0;

// What a browser would take for a tag, a comment or a declaration, were it ever told to: `<` and a letter, `/`, `!` or
// `?`, up to `>` or an attribute. `a < b`, `<3` and `<-` are none.
const markup = /<[/!?]?[a-z][^<>]*(?:[>=]|\/\/)|<!--|<!\[cdata\[|<\?xml/iu;

/** Whether a text has HTML or the like. */
export const hasMarkup = (text: string): boolean => markup.test(text.normalize('NFKC'));
