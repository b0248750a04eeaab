// What the CDN build consists of, as data: the budgets, the plugin's manifest and the benchmark read this, never
// file names guessed by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildCacheDir } from './paths.ts';

export interface Chunk {
  /** Path below the CDN folder. */
  file: string;
  /** Name of the entry (`live-ticket`), or null for a shared or lazy chunk. */
  entry: string | null;
  /** Chunks loaded with this one. */
  imports: string[];
  /** Chunks this one may load later. */
  dynamicImports: string[];
  /** Source modules inside, relative to the repository. */
  modules: string[];
  /** Characters each of them adds before minification, in the same order. */
  lengths: number[];
}

/** Chunks by file name. */
export type Graph = Record<string, Chunk>;

export const graphFile = join(buildCacheDir, 'cdn-graph.json');

export function readGraph(): Graph {
  return JSON.parse(readFileSync(graphFile, 'utf8')) as Graph;
}

/** The file and everything it imports statically. */
export function staticClosure(graph: Graph, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const next of graph[file]?.imports ?? []) staticClosure(graph, next, found);
  return found;
}

/** The file and everything it can ever load, except chunks that `skip` refuses (and what only those lead to). */
export function reachable(graph: Graph, file: string, skip: (chunk: Chunk) => boolean, found = new Set<string>()) {
  const chunk = graph[file];
  if (found.has(file) || !chunk) return found;
  found.add(file);
  for (const next of chunk.imports) reachable(graph, next, skip, found);
  for (const next of chunk.dynamicImports) {
    const target = graph[next];
    if (target && !skip(target)) reachable(graph, next, skip, found);
  }
  return found;
}

export function entryFile(graph: Graph, entry: string): string | undefined {
  return Object.values(graph).find((chunk) => chunk.entry === entry)?.file;
}

/** Size in bytes as a well set up server sends it: brotli, quality 11. */
export function brotliSize(content: Uint8Array | string): number {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
}
