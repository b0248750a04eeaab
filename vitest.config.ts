// Unit tests in Node: everything that needs no browser. Component tests run in Chromium, see web-test-runner.config.mjs.
import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript source, so that no build stands between an edit and its test.
const conditions = ['source', 'module', 'node', 'development|production', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    environment: 'node',
    include: [
      'packages/*/test/**/*.test.ts',
      'tools/**/*.test.ts',
      'demo/**/*.test.ts',
      'tests/bench/*.test.ts',
      'wordpress-plugin/admin/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    passWithNoTests: false,
    // A test that forgot to restore a clock or a stub must not change the next one.
    restoreMocks: true,
    unstubGlobals: true,
  },
});
