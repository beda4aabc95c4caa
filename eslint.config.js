const reactHooks = require('eslint-plugin-react-hooks');
const typescript = require('typescript-eslint');

// Only rules that keep a promise of the house style; formatting is nobody's business here.
const everywhere = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-control-regex': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
  'max-lines': ['error', { max: 500 }],
};

const environmentReads = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'The environment is read in libs/platform/src/config.ts alone.',
};
const defaultExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: an importer then cannot rename it by accident.',
};
const enums = { selector: 'TSEnumDeclaration', message: 'A closed set is a union of strings.' };

module.exports = typescript.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', '**/*.min.js', 'docs/', '**/public/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { '@typescript-eslint': typescript.plugin },
    languageOptions: { parser: typescript.parser, parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      ...everywhere,
      'no-console': 'error',
      'no-restricted-syntax': ['error', environmentReads, defaultExports, enums],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/no-floating-promises': 'error',
      // An async event handler of React is fine: what it throws reaches the error boundary or the mutation.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false, properties: false } }],
      '@typescript-eslint/await-thenable': 'error',
      // TanStack Router ends a load by throwing a redirect.
      '@typescript-eslint/only-throw-error': ['error', { allow: ['Redirect', 'NotFoundError'] }],
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z][a-z]|Dto$', match: false } },
        { selector: 'typeAlias', format: ['PascalCase'], custom: { regex: '(Dto|Enum)$', match: false } },
        { selector: 'class', format: ['PascalCase'], custom: { regex: 'Dto$', match: false } },
      ],
    },
  },
  {
    files: ['apps/web/**/*.{ts,tsx}', 'apps/widget/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    // In a stranger's browser the console is the only place for a complaint.
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error', 'no-console': ['error', { allow: ['warn', 'error'] }] },
  },
  {
    // Where the environment is given meaning, and where tests and build tools meet it.
    files: ['libs/platform/src/config.ts', 'test/**/*.ts', 'bench/**/*.ts', '**/*.test.{ts,tsx}', '**/vite.config.ts', 'libs/connectors/src/conformance/**'],
    rules: { 'no-restricted-syntax': ['error', enums] },
  },
  {
    // A test may know better than the compiler what its own row holds, and prints when it is run by hand.
    files: ['test/**/*.{ts,tsx}', 'bench/**/*.ts', '**/*.test.{ts,tsx}'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { ecmaVersion: 2024 },
    rules: everywhere,
  },
  { files: ['**/*.cjs', '*.js'], languageOptions: { sourceType: 'commonjs' } },
);
