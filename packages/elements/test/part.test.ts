import { describe, expect, it, vi } from 'vitest';
import { Part } from '../src/session/part.ts';

describe('a part of the code', () => {
  it('is fetched once, by whoever comes first, and is there from then on', async () => {
    const load = vi.fn(async () => ({ answer: 42 }));
    const part = new Part(load);
    expect(part.value).toBeNull();
    part.prepare();
    const [one, two] = await Promise.all([part.fetch(), part.fetch()]);
    expect(one).toBe(two);
    expect(part.value).toBe(one);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('that does not arrive is trouble on the way, and is asked for again', async () => {
    const load = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValue('here');
    const part = new Part(load);
    await expect(part.fetch()).rejects.toMatchObject({ name: 'ParterreError', code: 'unavailable' });
    expect(part.value).toBeNull();
    await expect(part.fetch()).resolves.toBe('here');
  });

  it('says offline where the device knows that it is', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    await expect(new Part(() => Promise.reject(new Error('gone'))).fetch()).rejects.toMatchObject({ code: 'offline' });
  });

  it('fetched ahead in vain bothers nobody', async () => {
    const part = new Part(() => Promise.reject(new Error('gone')));
    part.prepare();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(part.value).toBeNull();
  });
});
