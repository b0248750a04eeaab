// The memory backend once more, in Chromium: demo pages and component tests run it there.
import { runConformance } from '@parterre/backend/conformance';
import { memoryHarness } from './memory.ts';

describe('the memory backend in a browser', () =>
  runConformance({ describe, it: (title, body) => it(title, body), create: async () => memoryHarness() }));
