import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{protocol,kernel,main,renderer,tests}/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
