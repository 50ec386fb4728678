// The levels of docs/ARCHITECTURE.md, which draws them from here, as rules. tools/check/violations breaks each of them.

/** What each lib owns. A lib imports strictly lower levels; libs of one level never import each other. */
export const levels = [
  { kernel: 'ids, money, clock, business days, errors, paging; pure TypeScript' },
  { platform: 'config, database, jobs and events, redis, storage, ffmpeg, settings, sealing, telemetry' },
  {
    identity: 'accounts, profiles, sessions, grants, rollout, integrations',
    ledger: 'the journal, holds, deposits',
    media: 'uploads, probing, renditions, photos',
  },
  {
    catalog: 'sellers, products, product search',
    payouts: 'what creators earn and have, tax profiles, payouts, bank files',
  },
  { moments: 'a moment’s life: draft to removed; the product cards on it; for whom it advertises' },
  {
    social: 'who follows, likes, blocks and says what',
    views: 'playback tokens, view events, judging, view days',
    attribution: 'opened cards, purchases, whose they are',
  },
  {
    rewards: 'monetization, policies, the close of days, funds',
    campaigns: 'creator orders: terms, escrow, places, work, disputes',
  },
  {
    feed: 'candidates, sessions, pages',
    moderation: 'reports, cases, decisions',
    notifications: 'what people are told',
    webhooks: 'what sellers’ systems are told',
  },
];

const anyOf = (names) => `(${names.join('|')})`;
const libsOf = levels.map((libs) => Object.keys(libs));
const allLibs = anyOf(libsOf.flat());

const levelRules = libsOf.map((libs, level) => ({
  name: `level-${level}`,
  comment: `${libs.join(', ')} may import lower levels only`,
  severity: 'error',
  from: { path: `(^|/)libs/${anyOf(libs)}/` },
  to: { path: `(^|/)libs/${anyOf(libsOf.slice(level).flat())}/`, pathNot: `(^|/)libs/$2/` },
}));

const rules = [
  {
    name: 'no-circular',
    comment: 'no file can be understood on its own when it is part of a circle',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'unknown-lib',
    comment: 'every lib has its level in the table',
    severity: 'error',
    from: { path: '(^|/)libs/', pathNot: `(^|/)libs/${allLibs}/` },
    to: {},
  },
  {
    name: 'libs-below-apps',
    comment: 'apps compose libs; nothing imports an app but itself and the tests',
    severity: 'error',
    from: { path: '(^|/)(libs|apps)/([^/]+)/' },
    to: { path: '(^|/)apps/', pathNot: '(^|/)apps/$3/' },
  },
  {
    name: 'only-door',
    comment: 'a lib is entered through its index.ts (tests also through testing/index.ts)',
    severity: 'error',
    from: { path: '(^|/)libs/([^/]+)/' },
    to: { path: '(^|/)libs/[^/]+/src/', pathNot: ['(^|/)libs/$2/', '(^|/)libs/[^/]+/src/(testing/)?index\\.ts$'] },
  },
  {
    name: 'only-door-for-apps',
    comment: 'a lib is entered through its index.ts',
    severity: 'error',
    from: { pathNot: '(^|/)libs/' },
    to: { path: '(^|/)libs/[^/]+/src/', pathNot: '(^|/)libs/[^/]+/src/(testing/)?index\\.ts$' },
  },
  {
    name: 'testing-for-tests',
    comment: 'factories serve tests, demo data and benchmarks only',
    severity: 'error',
    from: { pathNot: ['spec\\.ts$', '/testing/', '(^|/)test/', '(^|/)tools/(?!check/violations/)'] },
    to: { path: '(^|/)libs/[^/]+/src/testing/' },
  },
  {
    name: 'graphql-in-the-gateway',
    comment: 'GraphQL lives only in the gateway: its circles stand above everything',
    severity: 'error',
    from: { path: '(^|/)(libs|apps/(worker|transcoder|cli))/' },
    to: { path: 'node_modules/(@nestjs/(graphql|apollo)|@apollo|graphql|graphql-jit|graphql-ws)(/|$)' },
  },
  {
    name: 'pure-kernel',
    comment: 'the kernel is pure TypeScript',
    severity: 'error',
    from: { path: '(^|/)libs/kernel/src/', pathNot: 'spec\\.ts$' },
    to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: ['node_modules/(uuid|zod)/', '^crypto$'] },
  },
  {
    name: 'pure-domain',
    comment: 'a decision imports the kernel, its own domain, types and errors; no IO, no framework',
    severity: 'error',
    from: { path: '(^|/)libs/([^/]+)/src/.*domain/', pathNot: 'spec\\.ts$' },
    to: {
      dependencyTypesNot: ['type-only'],
      pathNot: [
        '(^|/)libs/kernel/src/index\\.ts$',
        '(^|/)libs/$2/src/.*domain/',
        '(^|/)libs/$2/src/.*[.]errors[.]ts$',
        'node_modules/zod/',
        '^crypto$', // hashes are arithmetic
      ],
    },
  },
  {
    name: 'one-ffmpeg-file',
    comment: 'fluent-ffmpeg is unmaintained upstream: one file of platform knows it',
    severity: 'error',
    from: { pathNot: '(^|/)libs/platform/src/ffmpeg/[^/]+\\.ts$' },
    to: { path: 'node_modules/fluent-ffmpeg/' },
  },
  {
    name: 'no-dev-dependency',
    comment: 'what runs in production is a dependency, not a devDependency',
    severity: 'error',
    from: { path: '(^|/)(libs|apps)/', pathNot: ['spec\\.ts$', '/testing/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'known-dependency',
    comment: 'every package is named in package.json',
    severity: 'error',
    from: { path: '(^|/)(libs|apps|tools|test)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...levelRules, ...rules],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
