// The CDN build: minified ES modules for a page without a build step.
//
//   parterre.js      watches the page and loads the code of each tag it meets
//   live-ticket.js … one entry per tag, for pages (and WordPress) that know what they use
//   memory/          the backend in memory, for pages that want to try the tags without a server
//   chunks/          shared and lazy parts, named by their content
//
// Chunks find each other relative to `import.meta.url`, so the folder works wherever it is put. There is no
// classic-script build: it would have to inline the HLS engine that most visitors of a page never need.
import { cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { graphFile, type Graph } from './graph.ts';
import { thirdPartyNotice } from './licences.ts';
import { cdnDir, elementsDir, packagesDir, root } from './paths.ts';
import { ownCodeMinifier } from './minify.ts';
import { readPackage } from './packages.ts';
import { templateMinifier } from './templates.ts';

const virtualEntry = 'virtual:parterre';
const memoryEntry = 'virtual:memory';
const backendSource = join(packagesDir, 'backend', 'src');
/** Folder of the memory backend in the CDN build; no venue needs it, so the plugin leaves it out. */
export const memoryFolder = 'memory';

/** Tag → its define module, from the files in `packages/elements/src/define/`. */
export function defineModules(): Record<string, string> {
  const folder = join(elementsDir, 'src', 'define');
  return Object.fromEntries(
    globSync('live-*.ts', { cwd: folder })
      .filter((file) => !file.endsWith('.test.ts'))
      .toSorted()
      .map((file) => [basename(file, '.ts'), join(folder, file)]),
  );
}

/** `parterre.js`: an explicit map of tags, handed to the autoloader. */
function autoloadEntry(tags: Record<string, string>): Plugin {
  return {
    name: 'parterre-autoload-entry',
    // Vite makes a path of a library entry, so only the end of it is ours.
    resolveId: (id) => (id.endsWith(virtualEntry) ? `\0${virtualEntry}` : null),
    load(id) {
      if (id !== `\0${virtualEntry}`) return null;
      const map = Object.entries(tags).map(
        ([tag, file]) => `${JSON.stringify(tag)}: () => import(${JSON.stringify(file)}),`,
      );
      const autoload = JSON.stringify(join(elementsDir, 'src', 'autoload.ts'));
      return `import { autoload } from ${autoload};\nautoload({\n${map.join('\n')}\n});\n`;
    },
  };
}

/** `memory/memory.js`: a server in the page, and the function that gives it a name tags can use. */
function memoryBackendEntry(): Plugin {
  return {
    name: 'parterre-memory-entry',
    resolveId: (id) => (id.endsWith(memoryEntry) ? `\0${memoryEntry}` : null),
    load: (id) =>
      id === `\0${memoryEntry}`
        ? `export { createMemoryBackend, demoSeed } from ${JSON.stringify(join(backendSource, 'memory', 'index.ts'))};
export { defineBackend } from ${JSON.stringify(join(backendSource, 'index.ts'))};`
        : null,
  };
}

export interface BundleOptions {
  root: string;
  outDir: string;
  /** Name of the file (without `.js`) → its module. */
  entry: Record<string, string>;
  /** Export conditions tried before the usual ones. */
  conditions?: string[];
  plugins?: Plugin[];
  /** Names a shared chunk for the modules that belong into one; the bundler finds the rest by itself. */
  groups?: Rolldown.CodeSplittingGroup[];
}

/**
 * What nearly every tag needs is one chunk, although a few tags use only a part of it: one request instead of five, and
 * bytes that compress together. Code that is only ever loaded later (`$initial` excludes it) stays out.
 */
export const core: Rolldown.CodeSplittingGroup = {
  name: 'core',
  tags: ['$initial'],
  test: /node_modules\/(@lit|lit(-html|-element)?)\/(?!directive)|packages\/(protocol|rules|backend)\/|elements\/src\/(base\/(?!controls)|session\/|locales\/)/,
  minShareCount: 3,
  priority: 1,
};

/**
 * Some hundred bytes that several of the player's later parts share. As files of their own they would be asked for one step later, and
 * between a press and the first frame each step counts; so they come with its first code.
 */
const early: Rolldown.CodeSplittingGroup = {
  name: 'early',
  test: /packages\/playback\/src\/(index|early)\.ts|live-player\/(kept|resume|video)\.ts/,
};

/** Bundles for browsers exactly as we ship; the benchmark bundles other players with it, so that sizes compare. */
export async function bundle({
  root: folder,
  outDir,
  entry,
  conditions = [],
  plugins = [],
  groups = [],
}: BundleOptions) {
  const results = await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins,
    resolve: { conditions: [...conditions, 'production', 'module', 'browser', 'import', 'default'] },
    build: {
      target: ['es2022', 'safari16.4', 'chrome105', 'firefox115'],
      outDir,
      emptyOutDir: false,
      sourcemap: false,
      lib: { entry, formats: ['es'], cssFileName: 'styles' },
      rolldownOptions: {
        output: {
          minify: true,
          comments: { legal: false },
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          ...(groups.length ? { codeSplitting: { groups } } : {}),
        },
      },
    },
  });
  const outputs = Array.isArray(results) ? results : [results as Rolldown.RolldownOutput];
  return outputs.flatMap(({ output }) => output).filter((item) => item.type === 'chunk');
}

function graphOf(chunks: Rolldown.OutputChunk[]): Graph {
  const graph: Graph = {};
  for (const chunk of chunks) {
    graph[chunk.fileName] = {
      file: chunk.fileName,
      entry: chunk.isEntry ? chunk.name : null,
      imports: chunk.imports,
      dynamicImports: chunk.dynamicImports,
      modules: Object.keys(chunk.modules).map((id) => relative(root, id.replace(/^\0/, ''))),
      lengths: Object.values(chunk.modules).map(({ renderedLength }) => renderedLength),
    };
  }
  return graph;
}

/** Builds `packages/elements/dist/cdn` and records its graph. Does nothing while there is no tag to define. */
export async function buildCdn(): Promise<void> {
  const tags = defineModules();
  rmSync(cdnDir, { recursive: true, force: true });
  if (Object.keys(tags).length === 0) return;

  const chunks = await bundle({
    root: elementsDir,
    outDir: cdnDir,
    entry: { parterre: virtualEntry, ...tags },
    conditions: ['source'],
    plugins: [autoloadEntry(tags), templateMinifier(), ownCodeMinifier()],
    groups: [core, early],
  });

  // By itself: it shares its list of named backends with the tags through the page, not through a chunk.
  const memory = await bundle({
    root: elementsDir,
    outDir: join(cdnDir, memoryFolder),
    entry: { memory: memoryEntry },
    conditions: ['source'],
    plugins: [memoryBackendEntry()],
  });

  const graph = graphOf(chunks);
  mkdirSync(dirname(graphFile), { recursive: true });
  writeFileSync(graphFile, JSON.stringify(graph, null, 2));

  const modules = [...chunks, ...memory].flatMap((chunk) => Object.keys(chunk.modules));
  const { name } = readPackage('elements');
  writeFileSync(join(cdnDir, 'THIRD-PARTY.txt'), thirdPartyNotice(modules, name));
  // The page's own style sheet: reserved space for tags not yet defined, and the documented custom properties.
  const styles = join(elementsDir, 'src', 'parterre.css');
  if (existsSync(styles)) cpSync(styles, join(cdnDir, 'parterre.css'));
}
