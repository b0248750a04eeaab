/** The test page's side of `stage-plugin.ts`. */
import type { CameraGrant, Grant, Sound } from '@parterre/protocol';
import type { StageCommand } from '../../demo/stage/server.ts';

async function ask<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(`/__stage/${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`the stage plugin answers ${answer.status} for ${path}`);
  return (await answer.json()) as T;
}

export type StreamName = 'stage' | 'backstage' | 'stage-backup' | 'backstage-backup' | 'replay' | 'replay-backstage';

export class TestStage {
  readonly #id: string;

  private constructor(id: string) {
    this.#id = id;
  }

  static async start(): Promise<TestStage> {
    return new TestStage((await ask<{ id: string }>('start')).id);
  }

  /** Address of a master playlist, good for so many seconds. */
  async sign(stream: StreamName, ttlSeconds = 900): Promise<string> {
    return (await ask<{ url: string }>(`${this.#id}/sign`, { stream, ttl: String(ttlSeconds) })).url;
  }

  async control(command: StageCommand): Promise<void> {
    await ask(`${this.#id}/control`, { command: JSON.stringify(command) });
  }

  /** A grant as a backend would give it: the first stream is the first camera. */
  async grant(
    streams: readonly StreamName[],
    options: { ttlSeconds?: number; features?: string[]; sound?: Sound; backups?: boolean } = {},
  ): Promise<Grant> {
    const { ttlSeconds = 900, features = [], sound = 'own', backups = false } = options;
    const cameras = streams.map(async (stream): Promise<CameraGrant> => ({
      camera: stream.replace('replay-', ''),
      label: stream,
      offsetMs: 0,
      url: await this.sign(stream, ttlSeconds),
      backupUrl:
        backups && (stream === 'stage' || stream === 'backstage')
          ? await this.sign(`${stream}-backup`, ttlSeconds)
          : null,
      missing: null,
      captions: [],
      prefixes: [],
    }));
    return {
      mode: streams[0]?.startsWith('replay') ? 'replay' : 'live',
      cameras: await Promise.all(cameras),
      sound,
      renew: 'path',
      issuedAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + ttlSeconds * 1000).toISOString(),
      chapters: [],
      until: null,
      features,
    };
  }
}
