import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{protocol,masks,kernel,main,renderer,tests,bench}/**/*.test.{ts,tsx}'],
    globalSetup: './tests/temporaryFolder.ts',
    testTimeout: 120_000,
    // A busy machine is slow, not wrong: waiting longer costs a green run nothing.
    expect: { poll: { timeout: 100_000 } },
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
