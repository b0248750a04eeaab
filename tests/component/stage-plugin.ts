/**
 * Gives component tests a real live stream: each test file starts a stage of its own (`demo/stage`), has it signed for, and
 * stages faults on it. Nothing about HLS is imitated. Everything is a GET, because that is what the test server passes on.
 *
 *   /__stage/start                        → {id, url}
 *   /__stage/{id}/sign?stream&ttl         → {url}   address of the master playlist, good for `ttl` seconds
 *   /__stage/{id}/control?command={json}            a StageCommand (demo/stage/server.ts)
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
      return { body: JSON.stringify(await answer(context)), type: 'json', headers: { 'cache-control': 'no-store' } };
    },
    async serverStop() {
      await Promise.all([...stages.values()].map((stage) => stage.stop()));
      stages.clear();
    },
  };
}
