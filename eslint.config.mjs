import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '**/*.cjs'] },
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
    files: ['libs/ui/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@belltower/(?!dto$)', message: 'It knows only the contract.' }] },
      ],
    },
  },
  {
    files: ['libs/server/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@belltower/(?!dto$)', message: 'Core stands below it.' }] },
      ],
    },
  },
);
