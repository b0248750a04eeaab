// Every way in the list, one after another; then whatever the table lets live on for a while is seen to die.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attacks } from './attacks.ts';
import { look, setScene, SLACK_SECONDS, type Loot, type Scene } from './scene.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('nobody can', () => {
  let scene: Scene;
  const loot: (Loot & { way: string })[] = [];

  beforeAll(async () => {
    scene = await setScene();
  });
  afterAll(() => scene?.close());

  it.each(attacks)('%s', async (way, attempt) => {
    for (const found of (await attempt(scene)) ?? []) loot.push({ way, ...found });
  });

  it('see another second by any address once its life by the table is over', async () => {
    expect(loot.length).toBeGreaterThan(5);
    const last = Math.max(...loot.map(({ since }) => since));
    await pause(Math.max(0, last + (scene.lifeSeconds + SLACK_SECONDS) * 1000 - Date.now()));
    for (const { way, url } of loot) expect.soft(await look(url), way).toBe(410);
  });

  it('see more by an address than the provider’s table says, to the second', async () => {
    const { token } = await scene.buy('offr_live');
    const { grant } = await scene.stage.enter('show_live', token);
    const url = grant?.cameras[0]?.url ?? '';
    const issued = Date.parse(grant?.issuedAt ?? '');
    let seen = 0;
    while ((await look(url)) === 'video') {
      seen = Date.now() - issued;
      await pause(100);
    }
    expect(seen / 1000).toBeGreaterThan(scene.lifeSeconds - SLACK_SECONDS);
    expect(seen / 1000).toBeLessThan(scene.lifeSeconds + SLACK_SECONDS);
  });
});
