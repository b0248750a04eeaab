import { describe, expect, it } from 'vitest';
import { checked, defineBackend, isBackend, resolveBackend, type Backend } from '../src/index.ts';
import { createMemoryBackend, demoSeed, type MemoryBackend } from '../src/memory/index.ts';

const memory = (): MemoryBackend => createMemoryBackend({ seed: demoSeed() });

describe('names for backends', () => {
  it('are found when they came before', async () => {
    const backend = memory();
    defineBackend('before', backend);
    expect(resolveBackend('before')).toBe(backend);
  });

  it('are waited for when they come after', async () => {
    const venue = resolveBackend('after').read('getVenue', {});
    defineBackend('after', memory());
    expect((await venue).name).toBe('Parterre');
  });

  it('begin to watch when they arrive, unless the watcher has left', async () => {
    const early = resolveBackend('watched');
    const states: string[] = [];
    const listen = (signal: AbortSignal, who: string) =>
      early.watch(
        { show: 'show_lune_rousse', lane: 'public', url: null },
        { signal, onState: () => states.push(who), onMessages() {}, onReset() {}, onError() {}, onRecovered() {} },
      );
    const [stays, leaves] = [new AbortController(), new AbortController()];
    listen(stays.signal, 'stays');
    listen(leaves.signal, 'leaves');
    leaves.abort();
    const backend = memory();
    defineBackend('watched', backend);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(states).toEqual(['stays']);
    expect(backend.watcherCount()).toBe(1);
    stays.abort();
    expect(backend.watcherCount()).toBe(0);
  });

  it('stand for one backend only, and never look like an address', () => {
    const backend = memory();
    defineBackend('mine', backend);
    defineBackend('mine', backend);
    expect(() => defineBackend('mine', memory())).toThrow('already another');
    expect(() => defineBackend('https://venue.example', backend)).toThrow('address');
  });

  it('are addresses where they look like one', () => {
    expect(resolveBackend('https://venue.example').address).toBe('https://venue.example/wp-json/parterre/v1');
  });
});

describe('a value', () => {
  it('is a backend when it can do what one does', () => {
    expect(isBackend(memory())).toBe(true);
    for (const other of [null, undefined, 'memory', {}, { address: 'x', read() {} }])
      expect(isBackend(other)).toBe(false);
  });

  it('that a backend of one’s own answers is checked', async () => {
    const broken = { ...memory(), read: async () => ({ id: 'venue' }) } as unknown as Backend;
    await expect(checked(broken).read('getVenue', {})).rejects.toMatchObject({ code: 'bad_response' });
  });
});
