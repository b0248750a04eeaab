// Debian's Firefox, spoken to in WebDriver BiDi by its own port: no driver is needed between.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, HOST, until } from '../../tools/wordpress/ports.ts';
import { startService, temporary, type Service } from '../../tools/wordpress/services.ts';
import type { OtherBrowser } from './webkit.ts';

/** A profile that asks nobody for anything, and lets a page play what was pressed for. */
const PREFERENCES = {
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

/** @throws Error when it cannot be started; nothing is left running then */
export async function openFirefox(): Promise<OtherBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'parterre-firefox-'));
  const forget = temporary(folder);
  const port = await freePort();
  let service: Service | undefined;
  let socket: WebSocket | undefined;
  const close = async (): Promise<void> => {
    socket?.close();
    await service?.stop();
    await forget();
  };
  const waiting = new Map<number, (answer: { type: string; result: never; message?: string }) => void>();
  let asked = 0;
  const ask = async <T>(method: string, params: object): Promise<T> => {
    const id = ++asked;
    socket?.send(JSON.stringify({ id, method, params }));
    const answer = await new Promise<{ type: string; result: T; message?: string }>((resolve, reject) => {
      waiting.set(id, resolve);
      setTimeout(() => reject(new Error(`Firefox does not answer ${method}.`)), 60_000).unref();
    });
    if (answer.type !== 'success') throw new Error(`Firefox refused ${method}: ${answer.message}`);
    return answer.result;
  };
  try {
    const profile = join(folder, 'profile');
    await mkdir(profile);
    const lines = Object.entries(PREFERENCES).map(
      (pair) => `user_pref(${pair.map((part) => JSON.stringify(part)).join(', ')});`,
    );
    await writeFile(join(profile, 'user.js'), `${lines.join('\n')}\n`);
    service = await startService('Firefox', {
      command: 'firefox-esr',
      args: ['--headless', '--no-remote', '--profile', profile, `--remote-debugging-port=${port}`, 'about:blank'],
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, MOZ_CRASHREPORTER_DISABLE: '1' },
      log: join(folder, 'firefox.log'),
    });
    socket = await until('Firefox does not answer', 40, async () => {
      const opened = new WebSocket(`ws://${HOST}:${port}/session`);
      await new Promise((resolve, reject) => {
        opened.addEventListener('open', resolve);
        opened.addEventListener('error', () => reject(new Error('no connection')));
      });
      return opened;
    });
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as { id?: number; type: string; result: never };
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    });
    await ask('session.new', { capabilities: {} });
    const { contexts } = await ask<{ contexts: { context: string }[] }>('browsingContext.getTree', {});
    const context = contexts[0]?.context ?? '';
    const run = async <T>(body: string, ...parameters: unknown[]): Promise<T> => {
      const { result, exceptionDetails } = await ask<{
        result?: { value: string };
        exceptionDetails?: { text: string };
      }>('script.evaluate', {
        expression: `JSON.stringify((function () { ${body} }).apply(null, ${JSON.stringify(parameters)}) ?? null)`,
        target: { context },
        awaitPromise: false,
        userActivation: true,
      });
      if (!result) throw new Error(exceptionDetails?.text);
      return JSON.parse(result.value) as T;
    };
    return {
      run,
      open: async (url) => void (await ask('browsingContext.navigate', { context, url, wait: 'complete' })),
      async click(...path) {
        const find = `arguments[0].reduce((at, selector) => (at?.shadowRoot ?? at)?.querySelector(selector), document)`;
        if (!(await run(`const found = ${find}; found?.click(); return Boolean(found);`, path)))
          throw new Error(`There is no ${path.join(' ')} in the page.`);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
