// THIRD-PARTY.txt: which foreign code is inside the files we ship, and under what terms.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface ForeignPackage {
  name: string;
  version: string;
  licence: string;
  text: string;
}

/** The installed package that a bundled module came from, or null for our own source. */
function packageOf(module: string): string | null {
  const at = module.lastIndexOf('node_modules/');
  if (at < 0) return null;
  let folder = dirname(module);
  while (folder.length > at) {
    const manifest = join(folder, 'package.json');
    // Some packages keep nameless package.json files in subfolders, only to set the module type.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version) return folder;
    folder = dirname(folder);
  }
  return null;
}

function describe(folder: string): ForeignPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = globSync('{LICENSE,LICENCE,license,NOTICE}*', { cwd: folder }).toSorted()[0];
  if (!license && !file) throw new Error(`${name}@${version} states no licence, so it cannot be shipped.`);
  return {
    name,
    version,
    licence: license ?? 'see below',
    text: file ? readFileSync(join(folder, file), 'utf8').trim() : '',
  };
}

/** The notice for a bundle made of these modules (absolute paths). */
export function thirdPartyNotice(modules: string[], bundle: string): string {
  const folders = new Set(modules.map(packageOf).filter((folder) => folder !== null));
  const packages = [...folders].map(describe).toSorted((a, b) => a.name.localeCompare(b.name));
  const parts = packages.map(({ name, version, licence, text }) => {
    const head = `${name} ${version} — ${licence}`;
    return `${head}\n${'-'.repeat(head.length)}\n\n${text}\n`;
  });
  return [`The files of ${bundle} contain code from these projects.\n`, ...parts].join('\n');
}
