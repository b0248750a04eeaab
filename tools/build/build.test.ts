import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { po } from 'gettext-parser';
import { measure, playFiles, tagFiles, type Budgets } from './budget.ts';
import { reachable, staticClosure, type Graph } from './graph.ts';
import { collectMessages, scriptCatalogue, untranslated } from './languages.ts';
import { undocumented } from './manifest.ts';
import { withJsSpecifiers } from './packages.ts';
import { leaks } from './plugin.ts';
import { hashOf } from './steps.ts';
import { minifyCss, minifyTemplates } from './templates.ts';
import { root } from './paths.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parterre-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

const chunk = (file: string, more: Partial<Graph[string]> = {}): Graph[string] => ({
  file,
  entry: null,
  imports: [],
  dynamicImports: [],
  modules: [],
  lengths: [],
  ...more,
});
const graph: Graph = Object.fromEntries(
  [
    chunk('live-player.js', {
      entry: 'live-player',
      imports: ['lit.js'],
      dynamicImports: ['en.js', 'fr.js', 'controls.js', 'ways.js'],
    }),
    chunk('live-chat.js', { entry: 'live-chat', imports: ['lit.js'], dynamicImports: ['fr.js'] }),
    chunk('lit.js', { dynamicImports: ['live-chat.js', 'errors.js', 'away.js'] }),
    chunk('away.js', { modules: ['packages/elements/src/session/away.ts'] }),
    chunk('ways.js', { modules: ['packages/elements/src/live-player/ways/ways.ts'] }),
    chunk('errors.js', { modules: ['packages/elements/src/locales/errors.fr.ts'] }),
    chunk('en.js', { modules: ['packages/elements/src/live-player/locales/en.ts'] }),
    chunk('fr.js', { modules: ['packages/elements/src/live-player/locales/fr.ts'] }),
    chunk('controls.js', { dynamicImports: ['light.js', 'full.js'] }),
    chunk('light.js', { modules: ['node_modules/hls.js/dist/hls.light.mjs'] }),
    chunk('full.js', { modules: ['node_modules/hls.js/dist/hls.mjs'] }),
  ].map((item) => [item.file, item]),
);

describe('budgets', () => {
  it('count a tag with what it imports and one language, without the sentences for errors', () => {
    expect(tagFiles(graph, 'live-player')).toEqual(['live-player.js', 'lit.js', 'fr.js']);
    expect(tagFiles(graph, 'live-ticket')).toEqual([]);
  });

  it('count everything to play with one engine, without other tags, other ways in and sentences for errors', () => {
    expect(playFiles(graph, 'light').toSorted()).toEqual([
      'away.js',
      'controls.js',
      'fr.js',
      'light.js',
      'lit.js',
      'live-player.js',
    ]);
    expect(playFiles(graph, 'full')).toContain('full.js');
    expect(playFiles(graph, 'full')).not.toContain('light.js');
  });

  it('fail from the first byte too many', () => {
    const limits = (limit: number): Budgets => {
      const budget = { limit, what: '' };
      return { tag: budget, player: budget, playLight: budget, playFull: budget, foreignRequests: budget };
    };
    const failures = (limit: number) => measure(graph, limits(limit), () => 100).filter(({ passed }) => !passed).length;
    expect(failures(100)).toBe(0);
    expect(failures(99)).toBe(4);
  });
});

describe('templates', () => {
  it('lose what says nothing', () => {
    expect(minifyCss("  :host {\n  /* why */\n  margin: 0 auto;\n  content: 'a  { b';\n}\n a :hover {}")).toBe(
      " :host{margin: 0 auto;content: 'a  { b';}a :hover{}",
    );
    const source = 'const x = html`<b>\n  ${name}\n  <i>a  b</i>${html`\n<u></u>`}</b>`;\nconst y = `a\n b`;';
    expect(minifyTemplates(source, 'a.ts')).toBe(
      'const x = html`<b> ${name} <i>a  b</i>${html` <u></u>`}</b>`;\nconst y = `a\n b`;',
    );
    expect(minifyTemplates('css`a {\n ${b} {\n c: d;\n}}`', 'a.ts')).toBe('css`a{${b}{c: d;}}`');
  });
});

describe('the graph', () => {
  it('survives circles', () => {
    const circle: Graph = { a: chunk('a', { imports: ['b'] }), b: chunk('b', { imports: ['a'] }) };
    expect([...staticClosure(circle, 'a')]).toEqual(['a', 'b']);
    expect([...reachable(circle, 'b', () => false)]).toEqual(['b', 'a']);
  });
});

describe('steps', () => {
  it('are due when the content or the name of an input changed, not when a test did', () => {
    write('a.ts', '1');
    const first = hashOf([folder]);
    write('a.test.ts', '1');
    expect(hashOf([folder])).toBe(first);
    write('a.ts', '2');
    const second = hashOf([folder]);
    expect(second).not.toBe(first);
    write('b.ts', '');
    expect(hashOf([folder])).not.toBe(second);
  });
});

describe('declarations', () => {
  it('name the published modules', () => {
    expect(withJsSpecifiers("import { A } from './a.ts';")).toBe("import { A } from './a.js';");
    expect(withJsSpecifiers("type B = import('../b.ts').B;")).toBe("type B = import('../b.js').B;");
    expect(withJsSpecifiers("import '../define/live-x.ts';")).toBe("import '../define/live-x.js';");
    expect(withJsSpecifiers("declare const file = './a.ts';")).toBe("declare const file = './a.ts';");
    expect(withJsSpecifiers("import { A } from 'other/a.ts';")).toBe("import { A } from 'other/a.ts';");
  });
});

describe('the zip', () => {
  it('takes no address or path of the machine it was made on', () => {
    expect(leaks('a.js', 'const a = 1;\nfetch("http://localhost:80")')).toEqual([
      'a.js:2 names the local machine ("localhost")',
    ]);
    expect(leaks('a.js', 'x("127.0.0.1")')).toHaveLength(1);
    expect(leaks('a.js', 'a();\n//# sourceMappingURL=a.js.map')).toHaveLength(1);
    expect(leaks('a.json', JSON.stringify({ file: join(root, 'x') }))).toHaveLength(1);
    expect(leaks('a.js', 'window.localhostName')).toEqual([]);
  });
});

describe('translations', () => {
  const plugin = () => {
    write(
      'parterre.php',
      "<?php\n__('Seat', 'parterre');\n_n('%d seat', '%d seats', 2, 'parterre');\n_x('Live', 'phase', 'parterre');\n__('Seat', 'parterre');",
    );
    return collectMessages(folder);
  };

  it('are collected with plurals, contexts and places', () => {
    expect(plugin()).toEqual([
      { context: '', singular: 'Seat', plural: null, references: ['parterre.php:2', 'parterre.php:5'] },
      { context: '', singular: '%d seat', plural: '%d seats', references: ['parterre.php:3'] },
      { context: 'phase', singular: 'Live', plural: null, references: ['parterre.php:4'] },
    ]);
  });

  it('are missed when absent, empty, doubtful or without a plural', () => {
    const catalogue = `msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Seat"\nmsgstr "Place"\n\n`;
    const missing = (rest: string) => {
      write('x.po', catalogue + rest);
      return untranslated(join(folder, 'x.po'), plugin()).map((line) => /"(.*)"/.exec(line)?.[1]);
    };
    expect(missing('')).toEqual(['%d seat', 'Live']);
    const plural = 'msgid "%d seat"\nmsgid_plural "%d seats"\nmsgstr[0] "%d place"\n';
    expect(missing(`${plural}msgstr[1] "%d places"\n\nmsgctxt "phase"\nmsgid "Live"\nmsgstr "Direct"\n`)).toEqual([]);
    expect(missing(`${plural}msgstr[1] ""\n\n#, fuzzy\nmsgctxt "phase"\nmsgid "Live"\nmsgstr "Direct"\n`)).toEqual([
      '%d seat',
      'Live',
    ]);
  });

  it('go to a script only if it uses them', () => {
    const data = po.parse(
      'msgid ""\nmsgstr ""\n"Language: fr_FR\\n"\n\nmsgid "A \\"big\\" seat"\nmsgstr "Une place"\n',
    );
    expect(scriptCatalogue(data, `(0,i.__)('A "big" seat',"parterre")`)).toMatchObject({
      locale_data: { messages: { 'A "big" seat': ['Une place'] } },
    });
    expect(scriptCatalogue(data, String.raw`(0,i.__)("A \"big\" seat","parterre")`)).not.toBeNull();
    expect(scriptCatalogue(data, '(0,i.__)("Seat","parterre")')).toBeNull();
  });
});

describe('the manifest', () => {
  const manifest = (more: object) => ({
    modules: [
      {
        path: 'a.js',
        declarations: [{ kind: 'class', customElement: true, tagName: 'live-x', summary: 'X.', ...more }],
      },
    ],
  });

  it('has a sentence for everything a stranger can use', () => {
    expect(undocumented(manifest({ attributes: [{ name: 'show', description: 'Which.' }] }))).toEqual([]);
    expect(undocumented(manifest({ summary: undefined }))).toEqual(['<live-x> has no @summary']);
    expect(undocumented(manifest({ events: [{ name: 'live-x-done' }] }))).toEqual([
      '<live-x>: the event "live-x-done" has no description',
    ]);
  });
});
