// Tests that start programs (`npm start`, the native stack, a browser): one file after another, with patience. Unit
// tests are configured in the root.
import { defineConfig } from 'vitest/config';

const conditions = ['source', 'module', 'node', 'development|production', 'import', 'default'];

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.vite-tests',
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    environment: 'node',
    include: ['**/*.test.ts'],
    dir: import.meta.dirname,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    passWithNoTests: false,
  },
});
