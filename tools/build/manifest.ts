// The custom-elements manifest: what editors, documentation and type generators know about the tags.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { elementsDir, root } from './paths.ts';
import { run } from './process.ts';

export const manifestFile = join(elementsDir, 'dist', 'custom-elements.json');

interface Named {
  name?: string;
  description?: string;
}

export interface Declaration extends Named {
  kind: string;
  tagName?: string;
  customElement?: boolean;
  summary?: string;
  attributes?: Named[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  superclass?: { name: string };
  members?: unknown[];
}

export interface Manifest {
  modules: { path: string; declarations?: Declaration[]; exports?: { declaration?: { module?: string } }[] }[];
}

/** Analyses the sources (options: custom-elements-manifest.config.mjs); paths in the result are those of the published modules. */
export async function buildManifest(): Promise<void> {
  if (!existsSync(join(elementsDir, 'src', 'index.ts'))) return;
  const analyzer = createRequire(join(root, 'package.json')).resolve('@custom-elements-manifest/analyzer/package.json');
  const { bin } = JSON.parse(readFileSync(analyzer, 'utf8')) as { bin: Record<string, string> };
  const cli = join(analyzer, '..', bin['cem'] ?? 'cem.js');
  mkdirSync(join(elementsDir, 'dist'), { recursive: true });
  await run(process.execPath, [cli, 'analyze'], { cwd: elementsDir });
  const published = readFileSync(manifestFile, 'utf8').replaceAll(/"\/?src\/([^"]+)\.ts"/g, '"dist/$1.js"');
  writeFileSync(manifestFile, `${JSON.stringify(JSON.parse(published), null, 2)}\n`);
}

/**
 * What the manifest must say so that a stranger can use a tag without reading its source: a summary, and a sentence for
 * each attribute, event, slot, part and custom property. Returns one line per omission.
 */
export function undocumented(manifest: Manifest): string[] {
  const problems: string[] = [];
  for (const declaration of manifest.modules.flatMap((module) => module.declarations ?? [])) {
    const tag = declaration.tagName;
    if (!declaration.customElement || !tag?.startsWith('live-')) continue;
    if (!declaration.summary && !declaration.description) problems.push(`<${tag}> has no @summary`);
    const groups: [string, Named[] | undefined][] = [
      ['attribute', declaration.attributes],
      ['event', declaration.events],
      ['slot', declaration.slots],
      ['part', declaration.cssParts],
      ['custom property', declaration.cssProperties],
    ];
    for (const [kind, items] of groups) {
      for (const item of items ?? []) {
        if (!item.description) problems.push(`<${tag}>: the ${kind} "${item.name ?? ''}" has no description`);
      }
    }
  }
  return problems;
}
