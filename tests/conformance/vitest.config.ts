// The conformance suite against each backend: `npx vitest run --config tests/conformance/vitest.config.ts memory`, or `wordpress`.
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';

const config = mergeConfig(unit, defineConfig({ root: fileURLToPath(new URL('../..', import.meta.url)) }));
// Merging adds lists together; here only these files are meant.
config.test = { ...config.test, include: ['tests/conformance/*.test.ts'] };

export default config;
