import { defineConfig, type OxlintConfig } from 'oxlint'
import { assistantRooms, proxyRooms, zonesOf, type Wall } from './scripts/lint/zones.ts'

const noOtherApp: Wall = {
  regex: '^@askdesk/(proxy|tickets|web|demo-gateway|e2e)',
  message: 'apps import packages, never each other.',
}
const noOtherAppsFiles: Wall = {
  regex: '^(\\.\\./)+apps/',
  message: 'apps import packages, never each other.',
}
const inBrowser: Wall = { regex: '^node:', message: 'this runs in a browser.' }
const inApps = [noOtherApp, noOtherAppsFiles]

type Rules = NonNullable<OxlintConfig['rules']>

function restrict(...patterns: readonly Wall[]): Rules {
  return { 'no-restricted-imports': ['error', { patterns: [...patterns] }] }
}

function featureWalls(others: string): readonly Wall[] {
  const message = 'features meet in app/, they never import each other.'
  return [{ regex: `/(${others})/`, message }, noOtherApp, inBrowser]
}

const assistant = 'apps/web/src/features/assistant'
const assistantWalls = featureWalls('app|tickets')

// The last override that matches a file replaces a rule's options, so each zone names all its walls.
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', '**/__fixtures__/**'],
  rules: {
    eqeqeq: 'error',
    'no-console': 'error',
    // Imports of types count: they bind two files all the same.
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'import/extensions': ['error', 'always', { ignorePackages: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'unicorn/prefer-node-protocol': 'error',
    'react/react-in-jsx-scope': 'off',
    'import/no-unassigned-import': 'off',
    'no-shadow': 'off',
    'oxc/no-async-endpoint-handlers': 'off',
    'no-underscore-dangle': 'off',
  },
  overrides: [
    {
      files: ['packages/contracts/**'],
      rules: restrict(
        { regex: '^@askdesk/', message: 'contracts stand alone.' },
        { regex: '^node:', message: 'contracts are shapes: no I/O.' },
      ),
    },
    {
      files: ['packages/providers/**'],
      rules: {
        ...restrict(
          {
            regex: '^@askdesk/(providers|proxy|tickets|web|demo-gateway|e2e)',
            message: 'packages import no workspace package but contracts.',
          },
          { regex: '^node:', message: 'the catalogue is pure data and look-ups: no I/O.' },
        ),
        'no-restricted-globals': [
          'error',
          {
            name: 'process',
            message: 'the catalogue is pure data and look-ups: no environment.',
          },
        ],
      },
    },
    { files: ['apps/**'], rules: restrict(...inApps) },
    ...zonesOf(proxyRooms).map(({ room, wall }) => ({
      files: [`apps/proxy/src/${room}/**`],
      rules: restrict(wall, ...inApps),
    })),
    { files: ['apps/proxy/src/**/*.test.ts'], rules: restrict(...inApps) },
    {
      files: ['apps/web/src/shared/**'],
      rules: restrict(
        { regex: '/(features|app)/', message: 'shared is below features and app.' },
        noOtherApp,
        inBrowser,
      ),
    },
    {
      files: ['apps/web/src/features/tickets/**'],
      rules: restrict(...featureWalls('app|assistant')),
    },
    { files: [`${assistant}/**`], rules: restrict(...assistantWalls) },
    ...zonesOf(assistantRooms).map(({ room, wall }) => ({
      files: [`${assistant}/${room}/**`],
      rules: restrict(wall, ...assistantWalls),
    })),
    {
      files: ['apps/web/src/**/*.test.ts', 'apps/web/src/**/*.test.tsx'],
      rules: restrict(noOtherApp),
    },
    {
      files: ['**/*.config.ts', '**/vite.config.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      files: ['scripts/**', 'apps/*/scripts/**', '**/bench/**'],
      rules: { 'no-console': 'off' },
    },
  ],
})
