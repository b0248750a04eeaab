// Component tests in a real Chromium: `npx wtr`, or one file: `npx wtr packages/elements/src/live-chat/live-chat.test.ts`.
//
//   CHROME_PATH       another browser binary than /usr/bin/chromium
//   WTR_REPORT_FILE   write the counts of the run there as JSON, for the summary of `npm test`
import { writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { stagePlugin } from './tests/component/stage-plugin.ts';

const reportFile = process.env.WTR_REPORT_FILE;

/** Walks a suite result and yields each test with its full name. */
function* testsOf(suite, path = []) {
  for (const test of suite?.tests ?? []) yield { ...test, title: [...path, test.name].join(' › ') };
  for (const child of suite?.suites ?? []) yield* testsOf(child, [...path, child.name]);
}

/** Writes `{passed, failed, skipped, durationMs, failures: [{file, title, message}]}` when the run is over. */
function jsonReporter(file) {
  const startedAt = Date.now();
  return {
    onTestRunFinished({ sessions }) {
      const report = { passed: 0, failed: 0, skipped: 0, durationMs: Date.now() - startedAt, failures: [] };
      for (const session of sessions) {
        // A file that cannot even load has no tests; it still has to fail the run.
        for (const error of session.errors) {
          report.failed += 1;
          report.failures.push({ file: session.testFile, title: '(loading the file)', message: error.message });
        }
        for (const test of testsOf(session.testResults)) {
          if (test.skipped) report.skipped += 1;
          else if (test.passed) report.passed += 1;
          else {
            report.failed += 1;
            report.failures.push({ file: session.testFile, title: test.title, message: test.error?.message ?? '' });
          }
        }
      }
      writeFileSync(file, JSON.stringify(report, null, 2));
    },
  };
}

export default {
  files: [
    'tests/conformance/*.browser.ts',
    'packages/elements/src/**/*.test.ts',
    'packages/playback/src/**/*.browser.test.ts',
  ],
  rootDir: '.',
  nodeResolve: { exportConditions: ['source', 'production', 'browser', 'import', 'default'] },
  plugins: [esbuildPlugin({ ts: true, tsconfig: './tsconfig.json', target: 'es2022' }), stagePlugin()],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
        // Sandboxing needs a user namespace, which containers and root do not have. Tests load only our own pages.
        args: [
          '--no-sandbox',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--no-first-run',
          '--autoplay-policy=no-user-gesture-required',
        ],
      },
    }),
  ],
  // One page at a time: a page behind another gets no frames, and tests that scroll or play would wait for them.
  concurrency: 1,
  testFramework: { config: { timeout: 10_000 } },
  testsFinishTimeout: 420_000,
  reporters: [defaultReporter({ reportTestResults: true }), ...(reportFile ? [jsonReporter(reportFile)] : [])],
};
