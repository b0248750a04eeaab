// The npm packages: for each workspace package, readable ES modules that mirror its sources, and their declarations.
//
// The public surface is the `exports` map of the package's own package.json: every entry with a `source` is built.
// Modules are kept apart instead of bundled: a consumer's bundler makes better chunks than we could, the declarations
// and the custom-elements manifest point at files that exist, and `sideEffects` stays precise.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import ts from 'typescript';
import { build } from 'vite';
import { packagesDir, root, type PackageName } from './paths.ts';
import { filesBelow } from './steps.ts';

interface ExportTarget {
  source?: string;
  types?: string;
  default?: string;
}

interface PackageJson {
  name: string;
  exports: Record<string, string | ExportTarget>;
  dependencies?: Record<string, string>;
  sideEffects?: boolean | string[];
}

export function readPackage(name: PackageName): PackageJson {
  return JSON.parse(readFileSync(join(packagesDir, name, 'package.json'), 'utf8')) as PackageJson;
}

/** The source files that the exports map makes public, wildcards expanded; those not written yet are left out. */
export function entriesOf(name: PackageName): string[] {
  const folder = join(packagesDir, name);
  const entries: string[] = [];
  for (const target of Object.values(readPackage(name).exports)) {
    if (typeof target === 'string' || !target.source) continue;
    entries.push(...globSync(target.source, { cwd: folder }).map((path) => join(folder, path)));
  }
  return entries.filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && existsSync(path));
}

/** Builds one package into its `dist`, replacing what was there except the CDN build, which has its own step. */
export async function buildPackage(name: PackageName): Promise<void> {
  const folder = join(packagesDir, name);
  const dist = join(folder, 'dist');
  const source = join(folder, 'src');
  for (const old of globSync('*', { cwd: dist })) {
    if (!(name === 'elements' && old === 'cdn')) rmSync(join(dist, old), { recursive: true, force: true });
  }
  const entries = entriesOf(name);
  if (entries.length === 0) return;

  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    build: {
      target: 'es2022',
      outDir: dist,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      lib: { entry: entries, formats: ['es'] },
      rolldownOptions: {
        // Whatever is not this package's own file is the consumer's to install.
        external: (id) => !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('\0'),
        output: {
          preserveModules: true,
          preserveModulesRoot: source,
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
        },
      },
    },
  });
  emitDeclarations(folder, entries);
  copyStyles(folder, dist);
}

/** Style sheets are published as written, at the same place below `dist`. */
function copyStyles(folder: string, dist: string): void {
  for (const file of filesBelow(join(folder, 'src')).filter((path) => path.endsWith('.css'))) {
    const target = join(dist, relative(join(folder, 'src'), file));
    mkdirSync(join(target, '..'), { recursive: true });
    writeFileSync(target, readFileSync(file));
  }
}

function emitDeclarations(folder: string, entries: string[]): void {
  const base = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...base.compilerOptions,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      // Without the condition `source`, other packages are seen as a consumer sees them: through their declarations.
      customConditions: [],
      rootDir: join(folder, 'src'),
      outDir: join(folder, 'dist'),
      types: [],
    },
    root,
  );
  // Ambient declarations (of untyped modules) are imported by nobody, so they have to be named.
  const ambient = globSync('src/**/*.d.ts', { cwd: folder }).map((path) => join(folder, path));
  const program = ts.createProgram([...entries, ...ambient], options);
  const emitted = program.emit(undefined, (file, text) => {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, withJsSpecifiers(text));
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  if (problems.length > 0) {
    const text = ts.formatDiagnostics(problems, {
      getCanonicalFileName: (file) => file,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    });
    throw new Error(`The declarations of ${relative(root, folder)} do not compile:\n${text}`);
  }
}

/**
 * Sources import each other as `./x.ts`; declarations published with that specifier would need the consumer to allow
 * TypeScript extensions, so they say `./x.js`, which resolves to `./x.d.ts` beside it.
 */
export function withJsSpecifiers(declaration: string): string {
  return declaration.replaceAll(
    /((?:from|import|module)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.tsx?\2/g,
    (_match, before: string, quote: string, path: string) => `${before}${quote}${path}.js${quote}`,
  );
}
