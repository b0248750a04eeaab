// What the two demo booters have in common: the site folder they serve and the functions they offer.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from './cache.ts';
import { answers, until } from './ports.ts';
import { layOutSite, writeConfig, type Constant } from './site.ts';
import { readyOrEnded, type Service } from './services.ts';
import type { WordPressTree } from './tree.ts';

export interface DemoSite {
  /** The folder that holds everything kept between starts, laid out by `layOutDemo`. */
  folder: string;
  port: number;
  /** The addresses and secrets the demo venue is told, as PHP constants. */
  constants: Record<string, Constant>;
  /** Told what is happening, in the present tense. */
  progress: (step: string) => void;
}

export interface RunningSite {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  url: string;
  service: Service;
}

/** The runs of `setup.php`, in order; see its first lines. */
export const SETUP_STEPS = ['install', 'ready'] as const;

/** The folders inside a demo site's folder. */
export function parts(folder: string): { www: string; logs: string; database: string } {
  return { www: join(folder, 'www'), logs: join(folder, 'logs'), database: join(folder, 'database') };
}

/** Makes a demo site's folder, or refreshes what in it belongs to WordPress. */
export async function layOutDemo(folder: string, tree: WordPressTree): Promise<void> {
  const { www, logs, database } = parts(folder);
  for (const part of [logs, database]) await mkdir(part, { recursive: true });
  await layOutSite(www, tree, 'sqlite');
}

/** Writes the configuration. `inside` is where PHP sees the site's folders, which Playground mounts elsewhere. */
export async function configureDemo(
  site: DemoSite,
  url: string,
  inside: { logs: string; database: string },
): Promise<void> {
  const { www, logs } = parts(site.folder);
  await rm(join(logs, 'prepared'), { force: true });
  await writeConfig(
    www,
    { engine: 'sqlite', folder: inside.database },
    {
      ...site.constants,
      PARTERRE_ALLOW_SQLITE: true,
      WP_HOME: url,
      WP_SITEURL: url,
      WP_DEBUG: true,
      WP_DEBUG_DISPLAY: false,
      WP_DEBUG_LOG: `${inside.logs}/php.log`,
    },
  );
}

/** Waits until `setup.php` has finished and the front page answers; stops `service` when it does not. */
export async function prepared(site: DemoSite, url: string, service: Service, seconds: number): Promise<RunningSite> {
  const { logs } = parts(site.folder);
  try {
    await readyOrEnded(service, join(logs, 'server.log'), (signal) =>
      until(
        `WordPress does not answer (see ${logs})`,
        seconds,
        async () => {
          if (!(await exists(join(logs, 'prepared')))) throw new Error('the site is not prepared');
          await answers(`${url}/`);
        },
        signal,
      ),
    );
  } catch (error) {
    await service.stop();
    throw error;
  }
  return { url, service };
}
