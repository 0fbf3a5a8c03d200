import { builtinModules } from 'node:module';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** What the house does without (ARCHITECTURE.md §2 and §7), as syntax. */
const HOUSE = [
  { selector: 'TSEnumDeclaration', message: 'No enum: a union of string literals says the same and is erased.' },
  { selector: "TSModuleDeclaration[kind='namespace']", message: 'No namespace: a module is one already.' },
  { selector: 'Decorator', message: 'No decorators: tsx emits no metadata for them, so they would only work when built.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
  { selector: 'ExportDefaultDeclaration', message: 'A named export has the same name everywhere.' },
];
const FOCUSED = {
  selector: 'MemberExpression[object.name=/^(describe|context|it|before|after)$/][property.name=/^(only|skip)$/]',
  message: 'A test that is focused or skipped hides the others or itself.',
};
const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read and checked once, in infrastructure/config.',
};
const IMPORTS = {
  paths: [
    { name: 'knex', importNames: ['knex'], message: 'The named import type-checks and fails at run time: import createKnex from "knex".' },
    ...builtinModules.filter((name) => !name.startsWith('_')).map((name) => ({ name, message: `Write node:${name}.` })),
  ],
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.build/', 'coverage/', '.data/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { args: 'after-used', ignoreRestSiblings: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A port's method is async whether or not this adapter has to wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // It calls an assertion on an `any` needless that no-unsafe-assignment asks for.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      'no-restricted-imports': ['error', IMPORTS],
      'no-restricted-syntax': ['error', ...HOUSE],
    },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-implicit-coercion': ['error', { boolean: false }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', ...HOUSE, ENVIRONMENT] },
  },
  {
    files: ['src/infrastructure/config/**/*.ts', 'src/interfaces/main.ts', 'src/interfaces/*/main.ts'],
    rules: { 'no-restricted-syntax': ['error', ...HOUSE] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's assertions are property reads, supertest's bodies are any, sinon's checks take a method off its object.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': ['error', ...HOUSE, FOCUSED],
    },
  },
  {
    // What tools load by its default export.
    files: ['eslint.config.js', 'knexfile.ts'],
    rules: { 'no-restricted-syntax': ['error', ...HOUSE.filter(({ selector }) => selector !== 'ExportDefaultDeclaration')] },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'AbortSignal', 'Buffer', 'module', 'require'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  prettier,
);
