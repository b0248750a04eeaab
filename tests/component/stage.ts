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

  /**
   * A grant for a replay that is joined of pieces of the stage's recordings, with the chapters of its caller.
   *
   * @param cuts each: a recording's name, its first segment and the one after its last
   */
  async film(
    cuts: readonly (readonly [stream: string, from: number, to: number])[],
    { ttlSeconds = 900, chapters = [] as Grant['chapters'] } = {},
  ): Promise<Grant> {
    const expires = Math.floor(Date.now() / 1000) + ttlSeconds;
    const film = `${location.origin}/__stage/${this.#id}/film/${expires}/`;
    const sign = async (stream: string): Promise<string> =>
      (await ask<{ url: string }>(`${this.#id}/sign`, { stream, ttl: String(ttlSeconds) })).url.replace(/[^/]+$/, '');
    const folders = await Promise.all([...new Set(cuts.map(([stream]) => stream))].map(sign));
    const grant = await this.grant(['replay'], { ttlSeconds });
    const [camera] = grant.cameras;
    return {
      ...grant,
      chapters,
      cameras: [
        {
          ...(camera as CameraGrant),
          url: `${film}${cuts.map((cut) => cut.join('~')).join('.')}/master.m3u8`,
          prefixes: [film, ...folders],
        },
      ],
    };
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
      mark: null,
    };
  }
}
