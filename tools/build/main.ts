// `npm run build`: everything that is shipped.
//
//   npm run build                    all of it, skipping what did not change
//   npm run build -- plugin          only one part (and what it needs): packages · cdn · plugin · zip
//   npm run build -- --force         all of it, from scratch
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCdn, defineModules } from './cdn.ts';
import { brotliSize, graphFile } from './graph.ts';
import { buildLanguages, languagesDir } from './languages.ts';
import { buildManifest, manifestFile } from './manifest.ts';
import { buildPackage, entriesOf } from './packages.ts';
import { cdnDir, elementsDir, packageNames, packagesDir, pluginDir, root } from './paths.ts';
import { buildAdmin, buildBlocks, buildZip, copyElements, copyVenue, venueImagesDir, zipFile } from './plugin.ts';
import { filesBelow, runStep, type Step } from './steps.ts';

export const parts = ['packages', 'cdn', 'plugin', 'zip'] as const;
export type Part = (typeof parts)[number];

const sourcesOf = (name: string) => [join(packagesDir, name, 'src'), join(packagesDir, name, 'package.json')];
const allSources = packageNames.flatMap(sourcesOf);
/** An output is expected only once there is something to make it from. */
const when = (condition: boolean, ...outputs: string[]) => (condition ? outputs : []);

function packageSteps(): Step[] {
  const steps = packageNames.map((name, index): Step => ({
    name: `package ${name}`,
    // Declarations are checked against those of the packages below.
    inputs: [...packageNames.slice(0, index + 1).flatMap(sourcesOf), join(root, 'tsconfig.json')],
    outputs: when(entriesOf(name).length > 0, join(packagesDir, name, 'dist')),
    run: () => buildPackage(name),
  }));
  return [
    ...steps,
    {
      name: 'custom-elements manifest',
      inputs: [...sourcesOf('elements')],
      outputs: when(existsSync(join(elementsDir, 'src', 'index.ts')), manifestFile),
      run: buildManifest,
    },
  ];
}

function cdnSteps(): Step[] {
  return [
    {
      name: 'CDN build',
      inputs: [...allSources],
      outputs: when(Object.keys(defineModules()).length > 0, join(cdnDir, 'parterre.js'), graphFile),
      run: buildCdn,
    },
  ];
}

function pluginSteps(): Step[] {
  const elementsBuilt = Object.keys(defineModules()).length > 0;
  const has = (...path: string[]) => filesBelow(join(pluginDir, ...path)).length > 0;
  const toolchain = join(pluginDir, 'package-lock.json');
  return [
    {
      name: 'plugin: elements',
      inputs: [...allSources],
      outputs: when(elementsBuilt, join(pluginDir, 'build', 'elements', 'manifest.json')),
      run: copyElements,
    },
    {
      name: 'plugin: demo pictures',
      inputs: [venueImagesDir],
      outputs: when(existsSync(venueImagesDir), join(pluginDir, 'build', 'venue')),
      run: copyVenue,
    },
    {
      name: 'plugin: blocks',
      inputs: [join(pluginDir, 'blocks'), toolchain],
      outputs: when(has('blocks'), join(pluginDir, 'build', 'blocks')),
      run: buildBlocks,
    },
    {
      name: 'plugin: admin screens',
      // The clap test plays with the engine of the elements.
      inputs: [join(pluginDir, 'admin'), join(packagesDir, 'playback', 'src'), toolchain],
      outputs: when(has('admin'), join(pluginDir, 'build', 'admin')),
      run: buildAdmin,
    },
    {
      name: 'plugin: languages',
      // The folder holds sources and results; only a changed source makes the step due.
      inputs: [
        ...globSync('languages/*.po', { cwd: pluginDir }).map((file) => join(pluginDir, file)),
        ...['src', 'blocks', 'admin', 'parterre.php'].map((part) => join(pluginDir, part)),
        toolchain,
      ],
      outputs: [join(languagesDir, 'parterre.pot')],
      run: buildLanguages,
    },
  ];
}

function zipSteps(): Step[] {
  return [
    {
      name: 'plugin: zip',
      inputs: [pluginDir],
      outputs: when(existsSync(join(pluginDir, 'parterre.php')), zipFile),
      run: buildZip,
    },
  ];
}

/** Which parts each part stands on, in order. */
const chains: Record<Part, (() => Step[])[]> = {
  packages: [packageSteps],
  cdn: [cdnSteps],
  plugin: [cdnSteps, pluginSteps],
  zip: [cdnSteps, pluginSteps, zipSteps],
};

export interface BuildOptions {
  /** Build this part and what it stands on; everything when left out. */
  only?: Part;
  /** Run steps whose inputs did not change, too. */
  force?: boolean;
  log?: (line: string) => void;
}

/** Builds what changed. Throws the first step's error. */
export async function buildAll({ only, force = false, log }: BuildOptions = {}): Promise<void> {
  const groups = only ? chains[only] : [packageSteps, cdnSteps, pluginSteps, zipSteps];
  for (const group of groups) {
    // Steps are listed when their turn comes: what an earlier step made decides what a later one expects.
    for (const step of group()) await runStep(step, { force, ...(log ? { log } : {}) });
  }
}

function summary(): string {
  const lines: string[] = [];
  for (const tag of ['parterre', ...Object.keys(defineModules())]) {
    const file = join(cdnDir, `${tag}.js`);
    if (existsSync(file))
      lines.push(`  ${relative(root, file)}  ${brotliSize(readFileSync(file))} B brotli (entry alone)`);
  }
  if (existsSync(zipFile)) lines.push(`  ${relative(root, zipFile)}  ${(statSync(zipFile).size / 1024).toFixed(0)} kB`);
  return lines.join('\n');
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ options: { force: { type: 'boolean' } }, allowPositionals: true });
  const only = positionals[0] as Part | undefined;
  if (only && !parts.includes(only)) {
    console.error(`There is no part "${only}". Parts: ${parts.join(' · ')}`);
    process.exit(2);
  }
  const startedAt = performance.now();
  try {
    await buildAll({ ...(only ? { only } : {}), force: values.force ?? false, log: console.log });
    console.log(summary());
    console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
