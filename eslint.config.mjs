import angular from 'angular-eslint';
import nx from '@nx/eslint-plugin';
import { createProjectGraphAsync } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';
import { constraints } from './tools/lint/architecture.mjs';

// The rule of the architecture reads Nx's graph from a cache, and without one is silently skipped.
process.env.NX_DAEMON = 'false';
process.env.NX_ISOLATE_PLUGINS = 'false';
await createProjectGraphAsync({ exitOnError: true });

/** Specs, and what only specs use: builders of valid things, and suites that several specs share. */
const SPECS = ['**/*.spec.ts', '**/*.builder.ts', '**/*.contract.ts', '**/testing/**', '**/e2e/**'];

/**
 * What is no part of a project, builders and the message centre of tests, which no index hands out, and what threads of other projects read as it stands:
 * to them our names of projects mean nothing.
 */
const ALLOWED_PATHS = [
  'package\\.json$',
  '/tools/',
  '\\.builder$',
  '/smpp/testing/smsc$',
  '/telephony/sound/(g711|resampler)\\.ts$',
];

const boundaries = (specs) => [
  'error',
  {
    allow: ALLOWED_PATHS,
    depConstraints: constraints({ specs }),
    banTransitiveDependencies: false,
  },
];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'tmp/', '**/*.cjs'] },
  { plugins: { '@nx': nx } },
  { files: ['**/*.{ts,mts,mjs}'], extends: [tseslint.configs.recommended] },
  {
    files: ['**/*.ts'],
    rules: {
      // Class constructors are looked up by identity; TypeScript has no better type for any class.
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/server/core/config.ts', 'libs/server/testing/**', 'apps/web/e2e/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Inject Config instead.' },
      ],
    },
  },
  {
    files: ['libs/dto/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: ['@nestjs/*', '@angular/*', 'typeorm', 'class-transformer', '@belltower/*'],
        },
      ],
    },
  },
  {
    files: ['libs/ui/**/*.ts', 'apps/web/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'app', style: 'kebab-case' },
      ],
      '@angular-eslint/prefer-on-push-component-change-detection': 'error',
    },
  },
  {
    files: ['libs/ui/**/*.html', 'apps/web/app/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(false) },
  },
  { files: SPECS, rules: { '@nx/enforce-module-boundaries': boundaries(true) } },
);
