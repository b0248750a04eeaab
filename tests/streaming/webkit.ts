// WebKitGTK by WebDriver: the nearest there is to Safari on this kind of machine. Its MiniBrowser needs a display, so it gets one that
// nobody sees.
import { mkdtemp } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, HOST, until } from '../../tools/wordpress/ports.ts';
import { startService, temporary, type Service } from '../../tools/wordpress/services.ts';

const MINI_BROWSERS = '/usr/lib/*/webkit2gtk-4.*/MiniBrowser';

/** A browser that no library of ours drives. */
export interface OtherBrowser {
  open(url: string): Promise<void>;
  /** Runs the body of a function in the page and gives what it returns. */
  run<T>(body: string, ...parameters: unknown[]): Promise<T>;
  /** Clicks by CSS selectors, each within the shadow root of the one before. */
  click(...path: string[]): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error when it cannot be started; nothing is left running then */
export async function openWebKit(): Promise<OtherBrowser> {
  const [binary] = globSync(MINI_BROWSERS);
  if (!binary)
    throw new Error('There is no MiniBrowser. On Debian, as root:\n  apt-get install webkit2gtk-driver xvfb');
  const folder = await mkdtemp(join(tmpdir(), 'parterre-webkit-'));
  const forget = temporary(folder);
  const services: Service[] = [];
  const port = await freePort();
  const address = `http://${HOST}:${port}`;
  let session = '';
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${address}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = (await response.json()) as { value: T & { message?: string } };
    if (!response.ok) throw new Error(`WebKit refused ${path.replace(session, '…')}: ${value.message}`);
    return value;
  };
  const close = async (): Promise<void> => {
    if (session) await ask('DELETE', `/session/${session}`).catch(() => {});
    for (const service of services.splice(0).reverse()) await service.stop();
    await forget();
  };
  try {
    const display = `:${10_000 + (port % 40_000)}`;
    services.push(
      await startService('Xvfb', {
        command: 'Xvfb',
        args: [display, '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
        log: join(folder, 'xvfb.log'),
      }),
    );
    services.push(
      await startService('WebKitWebDriver', {
        command: 'WebKitWebDriver',
        args: [`--host=${HOST}`, `--port=${port}`],
        env: {
          ...process.env,
          DISPLAY: display,
          GDK_BACKEND: 'x11',
          // Neither a graphics card nor a sound card.
          GST_PLUGIN_FEATURE_RANK: 'fakeaudiosink:MAX',
          LIBGL_ALWAYS_SOFTWARE: '1',
          WEBKIT_DISABLE_DMABUF_RENDERER: '1',
          HOME: folder,
          XDG_RUNTIME_DIR: folder,
          NO_AT_BRIDGE: '1',
        },
        log: join(folder, 'driver.log'),
      }),
    );
    await until('WebKitWebDriver does not answer', 20, () => ask('GET', '/status'));
    const made = await ask<{ sessionId: string }>('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } },
    });
    session = made.sessionId;
  } catch (error) {
    await close();
    throw error;
  }
  const at = (path: string): string => `/session/${session}${path}`;
  return {
    open: (url) => ask('POST', at('/url'), { url }),
    run: (body, ...parameters) => ask('POST', at('/execute/sync'), { script: body, args: parameters }),
    async click(...path) {
      const element = await ask<Record<string, string> | null>('POST', at('/execute/sync'), {
        script: `return arguments[0].reduce((at, selector) => (at?.shadowRoot ?? at)?.querySelector(selector), document) ?? null`,
        args: [path],
      });
      const [id] = Object.values(element ?? {});
      if (!id) throw new Error(`There is no ${path.join(' ')} in the page.`);
      await ask('POST', at(`/element/${id}/click`), {});
    },
    close,
  };
}
