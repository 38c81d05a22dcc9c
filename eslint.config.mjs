import tseslint from 'typescript-eslint';

/** The server and the contract; the panel's rules come with its build. */
export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'libs/ui/', 'apps/web/', '**/*.cjs'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      // Class constructors are looked up by identity; TypeScript has no better type for any class.
      '@typescript-eslint/no-unsafe-function-type': 'off',
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/server/core/config.ts', 'libs/server/testing/**'],
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
    files: ['libs/server/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@belltower/(?!dto$)', message: 'Core stands below it.' }] },
      ],
    },
  },
);
