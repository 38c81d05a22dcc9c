import { defineConfig } from '@playwright/test';

/** Journeys through the panel in Debian's Chromium, against one real application that all of them share. */
export default defineConfig({
  testDir: 'apps/web/e2e',
  outputDir: 'test-results',
  globalSetup: './apps/web/e2e/application.ts',
  // They share an installation and two cores.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    viewport: { width: 1280, height: 800 },
    actionTimeout: 10_000,
    locale: 'en-US',
    timezoneId: 'Europe/Madrid',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'set-up', testMatch: 'first-owner.spec.ts' },
    {
      name: 'journeys',
      testIgnore: 'first-owner.spec.ts',
      dependencies: ['set-up'],
      // Whoever needs another person signs in anew.
      use: { storageState: 'test-results/owner.json' },
    },
  ],
});
