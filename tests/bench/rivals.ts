// The players we compare ourselves with, as their documentation tells a page to use them: installed on demand into .cache/bench/
// and bundled as we bundle our own. They are no dependency of this project.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../tools/build/cdn.ts';
import { root } from '../../tools/build/paths.ts';
import { run } from '../../tools/build/process.ts';

const workshop = join(root, '.cache', 'bench', 'weight');

interface Rival {
  name: string;
  packages: Record<string, string>;
  /** The module a page would write, after the documentation of each. */
  script: string;
  markup: string;
}

/** Where the pages of `weight` have their stream. */
export const stream = '/stream/main.m3u8';

export const rivals: Record<string, Rival> = {
  mux: {
    name: 'Mux Player',
    packages: { '@mux/mux-player': '3.14.0' },
    script: "import '@mux/mux-player';",
    markup: `<mux-player src="${stream}" disable-tracking disable-cookies></mux-player>`,
  },
  vidstack: {
    name: 'Vidstack with hls.js',
    packages: { vidstack: '1.15.6', 'hls.js': '1.7.4' },
    script: `import 'vidstack/player';
import 'vidstack/player/layouts/default';
import 'vidstack/player/ui';
import 'vidstack/player/styles/default/theme.css';
import 'vidstack/player/styles/default/layouts/video.css';
import Hls from 'hls.js';
document.querySelector('media-player').addEventListener('provider-change', ({ detail }) => {
  if (detail?.type === 'hls') detail.library = Hls;
});`,
    markup: `<media-player load="eager" title="t"><media-provider></media-provider><media-video-layout></media-video-layout></media-player>
<script>document.querySelector('media-player').setAttribute('src', '${stream}')</script>`,
  },
  mediaChrome: {
    name: 'Media Chrome with hls-video-element',
    packages: { 'media-chrome': '4.19.4', 'hls-video-element': '1.5.11' },
    script: "import 'media-chrome';\nimport 'hls-video-element';",
    markup: `<media-controller><hls-video slot="media" src="${stream}"></hls-video><media-control-bar><media-play-button></media-play-button>
<media-mute-button></media-mute-button><media-volume-range></media-volume-range><media-time-range></media-time-range>
<media-pip-button></media-pip-button><media-fullscreen-button></media-fullscreen-button></media-control-bar></media-controller>`,
  },
};

/** Installs and bundles the other players; skipped when nothing about them changed. Returns the folder of bundles. */
export async function buildRivals(): Promise<string> {
  const out = join(workshop, 'bundles');
  const stamp = join(workshop, 'stamp');
  const settings = readFileSync(join(root, 'tools', 'build', 'cdn.ts'));
  const digest = createHash('sha256').update(JSON.stringify(rivals)).update(settings).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return out;

  mkdirSync(workshop, { recursive: true });
  rmSync(out, { recursive: true, force: true });
  const dependencies = Object.assign({}, ...Object.values(rivals).map(({ packages }) => packages)) as object;
  writeFileSync(
    join(workshop, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies }, null, 2),
  );
  console.log('Installing and bundling the players to compare with…');
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'], { cwd: workshop });
  for (const [key, { script }] of Object.entries(rivals)) {
    const entry = join(workshop, `${key}.js`);
    writeFileSync(entry, script);
    await bundle({ root: workshop, outDir: join(out, key), entry: { [key]: entry } });
  }
  writeFileSync(stamp, digest);
  return out;
}
