// The layers of `npm test`, in the order in which they run: the quick ones that tell most first. To add one, add an
// entry; its runner gets `$REPORT`, the file to report to, in its arguments or environment.
import type { Need } from './needs.ts';
import type { Format } from './report.ts';

export interface Layer {
  name: string;
  /** One line for `npm test -- --list`. */
  about: string;
  /** The command after Node's own: a TypeScript or JavaScript entry and its arguments. `$REPORT` is replaced. */
  command: string[];
  env?: Record<string, string>;
  report: Format;
  needs: readonly Need[];
  /** It leaves a core to others and bears their company: it runs in a second lane, beside them, instead of making everybody wait. */
  beside?: true;
}

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=junit',
  '--outputFile.junit=$REPORT',
];
/** Tests that start programs: one file at a time, minutes of patience; see `tests/vitest.config.ts`. */
const rigged = [...vitest, '--config', 'tests/vitest.config.ts'];

export const layers: Layer[] = [
  {
    name: 'lint',
    about: 'formatting, static checks, types, PHP syntax, unused code',
    command: ['tools/lint/main.ts'],
    report: 'lines',
    needs: ['php'],
  },
  {
    name: 'unit',
    about: 'everything that needs neither a browser nor WordPress',
    command: vitest,
    report: 'junit',
    needs: ['browser', 'media'],
  },
  {
    name: 'php-unit',
    about: 'the plugin’s pure rules, without WordPress',
    command: ['tests/wordpress/phpunit.ts', 'unit', '--report', '$REPORT'],
    report: 'junit',
    needs: ['php', 'phpunit'],
  },
  {
    name: 'component',
    about: 'the elements in Chromium',
    command: ['node_modules/@web/test-runner/dist/bin.js'],
    env: { WTR_REPORT_FILE: '$REPORT' },
    report: 'json',
    needs: ['browser'],
  },
  {
    name: 'integration',
    about: 'the plugin on WordPress and MariaDB',
    command: ['tests/wordpress/phpunit.ts', 'integration', '--report', '$REPORT'],
    report: 'junit',
    needs: ['php', 'phpunit', 'stack'],
  },
  {
    name: 'streaming',
    about: 'real RTMP, the stream server venues get from us, signed HLS, and what nobody may see',
    // Most of it waits for segments: two files at a time cost hardly more than one.
    command: [...rigged, '--file-parallelism', '--max-workers=2', 'tests/streaming/'],
    report: 'junit',
    needs: ['php', 'stack', 'browser', 'media', 'rtmp', 'webkit', 'firefox', 'go'],
    beside: true,
  },
  {
    name: 'conformance',
    about: 'the protocol, proved on the memory backend and on WordPress over HTTP (in Chromium: see component)',
    command: [...rigged, 'tests/conformance'],
    report: 'junit',
    needs: ['php', 'stack'],
    // One call after the other, and nothing in it looks at a clock.
    beside: true,
  },
  {
    name: 'stack',
    about: 'the native stack itself: profiles, mails, multisite, nothing left behind',
    command: [...rigged, 'tests/stack'],
    report: 'junit',
    needs: ['php', 'stack'],
  },
  {
    name: 'hosting',
    about: 'races between real processes, killed writers, the host without cron, a network of sites',
    // With its slash: without it Vitest also takes `conformance/wordpress.test.ts`, and proves everything twice.
    command: [...rigged, 'tests/concurrency', 'tests/wordpress/'],
    report: 'junit',
    needs: ['php', 'stack'],
    // A race that somebody else on the machine can decide is one worth having.
    beside: true,
  },
  {
    name: 'stripe',
    about: 'the Stripe double held against the official stripe-mock, and the plugin against both',
    // With its slash, or the plugin's own tests of Stripe would count twice.
    command: [...rigged, 'tests/stripe/'],
    report: 'junit',
    needs: ['php', 'stack', 'browser', 'go'],
    beside: true,
  },
  {
    name: 'start',
    about: '`npm start` on native and on WebAssembly PHP, and its end',
    command: [...rigged, 'tests/start'],
    report: 'junit',
    needs: ['php', 'browser'],
  },
  {
    name: 'journeys',
    about: 'what fans, moderators and webmasters do, in Chromium on the native stack',
    command: [...rigged, 'tests/journeys'],
    report: 'junit',
    needs: ['php', 'stack', 'browser'],
  },
  {
    name: 'hostile',
    about: 'the worst page the tags may find themselves on',
    command: [...rigged, 'tests/hostile'],
    report: 'junit',
    needs: ['php', 'stack', 'browser'],
  },
];
