import tseslint from 'typescript-eslint';

const dividesMoney = 'Money is divided by prorate alone: a quotient loses what is left over.';
const floatsMoney = 'Money is exact: a float cannot hold it.';
const money = '/^(minor|amountMinor|.*Minor|money|amount|balance)$/';
// `.minor`, `amountMinor`, also within a larger operand: (a.minor + b) / 2n.
const isMoney = `:matches(MemberExpression[property.name=${money}], Identifier[name=${money}])`;

/** Float arithmetic and division on money, by the names that money goes by (`minor`, `…Minor`, `amount`, `balance`). */
const moneyArithmetic = [
  { selector: `BinaryExpression[operator=/^[/%]$/] > ${isMoney}`, message: dividesMoney },
  { selector: `BinaryExpression[operator=/^[/%]$/] > BinaryExpression > ${isMoney}`, message: dividesMoney },
  { selector: `AssignmentExpression[operator=/^[/%]=$/] > ${isMoney}`, message: dividesMoney },
  {
    selector: `CallExpression[callee.name=/^(Number|parseFloat|parseInt)$/] > ${isMoney}`,
    message: floatsMoney,
  },
  {
    selector: `CallExpression[callee.object.name='Number'][callee.property.name=/^parse/] > ${isMoney}`,
    message: floatsMoney,
  },
  { selector: `CallExpression[callee.object.name='Math'] > ${isMoney}`, message: floatsMoney },
  { selector: `CallExpression[callee.object.name='Math'] > BinaryExpression > ${isMoney}`, message: floatsMoney },
  {
    selector: `CallExpression[callee.property.name=/^to(Fixed|Precision|Exponential)$/][callee.object.property.name=${money}]`,
    message: floatsMoney,
  },
  { selector: `UnaryExpression[operator='+'] > ${isMoney}`, message: floatsMoney },
];

export default tseslint.config(
  { ignores: ['dist', 'dist.*', '.local', 'node_modules', 'coverage', 'tools/check/violations'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
      '@typescript-eslint/no-extraneous-class': 'off', // Nest modules and GraphQL types are classes by nature
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // Nest declares option objects as classes
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off', // an interface may be asynchronous where one implementation is not
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 6 }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only each app reads the environment, in its config.ts.' },
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.{spec,int-spec,e2e-spec}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...moneyArithmetic] },
  },
  {
    // A domain decides from what it is given: time comes in as an argument.
    files: ['libs/*/src/**/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-syntax': [
        'error',
        ...moneyArithmetic,
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Inject Clock.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Inject Clock.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Pass randomness in.',
        },
      ],
    },
  },
  {
    files: ['**/*.{spec,int-spec,e2e-spec}.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['apps/*/src/config.ts', 'tools/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['tools/**/*.ts', 'apps/cli/**/*.ts', 'test/load/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
