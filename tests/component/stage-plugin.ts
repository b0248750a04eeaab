/**
 * Gives component tests a real live stream: each test file starts a stage of its own (`demo/stage`), has it signed for, and
 * stages faults on it. Nothing about HLS is imitated. Everything is a GET, because that is what the test server passes on.
 *
 *   /__stage/start                        → {id, url}
 *   /__stage/{id}/sign?stream&ttl         → {url}   address of the master playlist, good for `ttl` seconds
 *   /__stage/{id}/control?command={json}            a StageCommand (demo/stage/server.ts)
 *   /__stage/{id}/film/{expires}/{parts}/{file}     a film of recordings, as a backend puts it together for one grant: `{parts}` is
 *                                                   `{recording}~{first}~{after}` for each, with dots between
 */
import { signStagePath, startStage, type Stage, type StageCommand } from '../../demo/stage/server.ts';

/** What this needs of the test server's context (Koa). */
interface Context {
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
}

const SECRET = 'component-tests';

export function stagePlugin() {
  const stages = new Map<string, Stage>();
  let count = 0;

  /** A film's playlists. The segments they name lie on the stage, each recording under a signature of its own. */
  async function film(stage: Stage, base: string, [expires = '', parts = '', file = '']: string[]): Promise<string> {
    const renditions = ['720', '360'];
    const cuts = parts.split('.').map((part) => part.split('~'));
    const folder = (stream: string) => `${stage.url}${signStagePath(stream, Number(expires), SECRET)}`;
    if (Number(expires) * 1000 < Date.now()) return '';
    if (file === 'master.m3u8') {
      const lines = renditions.map(
        (name) =>
          `#EXT-X-STREAM-INF:BANDWIDTH=${Number(name) * 2000},RESOLUTION=${(Number(name) * 16) / 9}x${name},CODECS="avc1.64001f,mp4a.40.2"\n${base}/${name}.m3u8`,
      );
      return `#EXTM3U\n${lines.join('\n')}\n`;
    }
    const name = file.replace('.m3u8', '');
    const joined = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:VOD'];
    for (const [index, [stream = '', from, to]] of cuts.entries()) {
      const text = await (await fetch(`${folder(stream)}/${name}.m3u8`)).text();
      const map = /#EXT-X-MAP:URI="([^"]+)"/.exec(text)?.[1];
      const segments = [...text.matchAll(/(#EXT-X-PROGRAM-DATE-TIME:.+)\n(#EXTINF:.+)\n(.+)/g)].slice(
        Number(from),
        Number(to),
      );
      if (index > 0) joined.push('#EXT-X-DISCONTINUITY');
      joined.push(`#EXT-X-MAP:URI="${folder(stream)}/${map}"`);
      for (const [, date = '', length = '', uri] of segments) joined.push(date, length, `${folder(stream)}/${uri}`);
    }
    return [...joined, '#EXT-X-ENDLIST', ''].join('\n');
  }

  async function answer({ path, query }: Context): Promise<unknown> {
    const [, , id = '', action = ''] = path.split('/');
    if (id === 'start') {
      const stage = await startStage({ port: 0, secret: SECRET });
      const name = String(++count);
      stages.set(name, stage);
      return { id: name, url: stage.url };
    }
    const stage = stages.get(id);
    if (!stage) throw new Error(`there is no stage ${id}`);
    if (action === 'sign') {
      const expires = Math.floor(Date.now() / 1000) + Number(query.ttl ?? 900);
      return { url: `${stage.url}${signStagePath(String(query.stream), expires, SECRET)}/master.m3u8` };
    }
    if (action !== 'control') throw new Error(`a stage cannot ${action}`);
    stage.control(JSON.parse(String(query.command)) as StageCommand);
    return {};
  }

  return {
    name: 'stage',
    async serve(context: Context) {
      if (!context.path.startsWith('/__stage/')) return undefined;
      const [, , id = '', action, ...rest] = context.path.split('/');
      const stage = stages.get(id);
      if (stage && action === 'film') {
        // A real backend answers 410 once the grant is over; here a text that is no playlist does.
        const text = await film(stage, context.path.replace(/\/[^/]+$/, ''), rest);
        return {
          body: text || 'over',
          type: 'application/vnd.apple.mpegurl',
          headers: { 'cache-control': 'no-store' },
        };
      }
      return { body: JSON.stringify(await answer(context)), type: 'json', headers: { 'cache-control': 'no-store' } };
    },
    async serverStop() {
      await Promise.all([...stages.values()].map((stage) => stage.stop()));
      stages.clear();
    },
  };
}
