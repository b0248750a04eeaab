// `npm run budget`: what a page has to load, measured on the CDN build's own graph against budgets.json.
//
//   npm run budget -- live-ticket      also what each of that tag's files and modules adds
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliSize, entryFile, reachable, readGraph, staticClosure, type Chunk, type Graph } from './graph.ts';
import { buildAll } from './main.ts';
import { cdnDir, root } from './paths.ts';

export interface Budget {
  limit: number;
  what: string;
}

export type Budgets = Record<'tag' | 'player' | 'playLight' | 'playFull' | 'foreignRequests', Budget> & {
  /** Tags with a budget of their own, by name; the others have `tag`. */
  tags?: Record<string, Budget>;
};

export interface Measurement {
  name: string;
  /** Bytes, brotli. */
  bytes: number;
  limit: number;
  files: string[];
  passed: boolean;
}

const player = 'live-player';

/** The language of a chunk that holds one language's sentences, or null. */
function languageOf(chunk: Chunk): string | null {
  for (const module of chunk.modules) {
    const found = /(?:\/|\.)(en|fr)\.ts$/.exec(module);
    if (found?.[1]) return found[1];
  }
  return null;
}

/** Which build of the engine a chunk holds, or null. */
function engineOf(chunk: Chunk): 'light' | 'full' | null {
  if (chunk.modules.some((module) => /hls\.js\/dist\/hls\.light\b/.test(module))) return 'light';
  return chunk.modules.some((module) => /hls\.js\/dist\/hls\b/.test(module)) ? 'full' : null;
}

/** The longer of our two languages is the honest one to count. */
const countedLanguage = 'fr';

/** The sentences for errors are fetched with the first error there is to tell, not with the page. */
const isLater = (chunk: Chunk): boolean => chunk.modules.some((module) => /\/locales\/errors\.\w+\.ts$/.test(module));

/**
 * Other ways in, what tries a ticket, menus and full screen: fetched by a press of their own, and never to play. Nor is the
 * browser's own player fetched where the engine runs, nor the code over the picture where a venue has none drawn. Not so `session/away`, which everybody who comes in fetches ahead of
 * trouble: it counts.
 */
const isAside = (chunk: Chunk): boolean =>
  chunk.modules.some((module) =>
    /\/live-player\/(?:ways|extras|mark)\/[\w.-]+\.ts$|\/native-picture\.ts$/.test(module),
  );

/** What a page with only this tag loads at once: the static closure of its entry and one language. */
export function tagFiles(graph: Graph, tag: string): string[] {
  const entry = entryFile(graph, tag);
  if (!entry) return [];
  const files = staticClosure(graph, entry);
  for (const file of [...files]) {
    for (const lazy of graph[file]?.dynamicImports ?? []) {
      const chunk = graph[lazy];
      if (chunk && languageOf(chunk) === countedLanguage && !isLater(chunk)) staticClosure(graph, lazy, files);
    }
  }
  return [...files];
}

/** Everything the player can load until the picture moves, with one engine and one language. */
export function playFiles(graph: Graph, engine: 'light' | 'full'): string[] {
  const entry = entryFile(graph, player);
  if (!entry) return [];
  const skip = (chunk: Chunk) => {
    const language = languageOf(chunk);
    const build = engineOf(chunk);
    // Another tag's entry is another tag's bytes, and is measured there.
    return (
      (language !== null && language !== countedLanguage) ||
      (build !== null && build !== engine) ||
      isAside(chunk) ||
      isLater(chunk) ||
      chunk.entry !== null
    );
  };
  return [...reachable(graph, entry, skip)];
}

/** Adds up files of the CDN folder as a server sends them: each compressed by itself. */
export function weigh(files: string[], folder = cdnDir): number {
  return files.reduce((sum, file) => sum + brotliSize(readFileSync(join(folder, file))), 0);
}

export function readBudgets(): Budgets {
  return JSON.parse(readFileSync(join(root, 'budgets.json'), 'utf8')) as Budgets;
}

const budgetOf = (tag: string, budgets: Budgets): Budget =>
  tag === player ? budgets.player : (budgets.tags?.[tag] ?? budgets.tag);

/** Every measurement that the build allows. */
export function measure(graph: Graph, budgets: Budgets, sizeOf: (files: string[]) => number = weigh): Measurement[] {
  const result = (name: string, files: string[], { limit }: Budget): Measurement => {
    const bytes = sizeOf(files);
    return { name, bytes, limit, files, passed: bytes <= limit };
  };
  const tags = Object.values(graph).flatMap(({ entry }) => (entry?.startsWith('live-') ? [entry] : []));
  const measurements = tags.toSorted().map((tag) => result(`<${tag}>`, tagFiles(graph, tag), budgetOf(tag, budgets)));
  if (tags.includes(player)) {
    for (const engine of ['light', 'full'] as const) {
      const files = playFiles(graph, engine);
      // Without its engine this would be a measurement of nothing, and always within the budget.
      if (!files.some((file) => graph[file] && engineOf(graph[file]) === engine)) continue;
      const budget = engine === 'light' ? budgets.playLight : budgets.playFull;
      measurements.push(result(`everything to play (${engine} engine)`, files, budget));
    }
  }
  return measurements;
}

export function formatMeasurements(measurements: Measurement[]): string {
  const rows = measurements.map(({ name, bytes, limit, files, passed }) =>
    [
      passed ? '✓' : '✗',
      name.padEnd(36),
      `${bytes} B`.padStart(10),
      `of ${limit}`.padStart(12),
      `${files.length} files`.padStart(10),
    ].join(' '),
  );
  return rows.join('\n');
}

/** Files of a tag by size, and under each the modules that make it large. Shares are of the length before minification. */
function explain(graph: Graph, tag: string): string {
  const files = tagFiles(graph, tag).map((file) => ({ file, bytes: weigh([file]) }));
  const lines: string[] = [];
  for (const { file, bytes } of files.toSorted((a, b) => b.bytes - a.bytes)) {
    lines.push(`${String(bytes).padStart(8)} B  ${file}`);
    const { modules, lengths } = graph[file] ?? { modules: [], lengths: [] };
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const parts = modules.map((module, index) => ({ module, share: (lengths[index] ?? 0) / (total || 1) }));
    for (const { module, share } of parts.toSorted((a, b) => b.share - a.share).slice(0, 12)) {
      if (share >= 0.01) lines.push(`${`${(share * 100).toFixed(0)} %`.padStart(16)}  ${module}`);
    }
  }
  return lines.join('\n');
}

if (import.meta.main) {
  await buildAll({ only: 'cdn' });
  if (!existsSync(cdnDir)) {
    console.error('There is no CDN build to measure: packages/elements/src/define/ has no tags.');
    process.exit(1);
  }
  const measurements = measure(readGraph(), readBudgets());
  console.log(formatMeasurements(measurements));
  if (process.argv[2]) console.log(explain(readGraph(), process.argv[2]));
  const failed = measurements.filter(({ passed }) => !passed).length;
  console.log(`${measurements.length - failed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
