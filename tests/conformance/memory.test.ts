import { runConformance } from '@parterre/backend/conformance';
import { describe, it } from 'vitest';
import { memoryHarness } from './memory.ts';

describe('the memory backend', () => runConformance({ describe, it, create: async () => memoryHarness() }));
