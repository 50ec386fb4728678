// The level table of docs/ARCHITECTURE.md as rules. tools/check/violations holds a file that breaks each of them.

/** A lib imports strictly lower levels; libs of one level never import each other. */
const levels = [
  ['kernel'],
  ['platform', 'ranking'],
  ['identity', 'ledger', 'media'],
  ['catalog', 'payouts'],
  ['moments'],
  ['social', 'views', 'attribution'],
  ['rewards', 'campaigns', 'tasks', 'promotion', 'standing'],
  ['feed', 'search', 'moderation', 'notifications', 'webhooks', 'analytics'],
];

const anyOf = (names) => `(${names.join('|')})`;
const allLibs = anyOf(levels.flat());

const levelRules = levels.map((libs, level) => ({
  name: `level-${level}`,
  comment: `${libs.join(', ')} may import lower levels only`,
  severity: 'error',
  from: { path: `(^|/)libs/${anyOf(libs)}/` },
  to: { path: `(^|/)libs/${anyOf(levels.slice(level).flat())}/`, pathNot: `(^|/)libs/$2/` },
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
