// Translations of the plugin: collects the messages of its PHP, block and admin sources into a template, and compiles
// each .po file into what WordPress loads: `.l10n.php` (fast), `.mo` (for tools), and a `.json` per script.
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { mo, po, type GetTextTranslations } from 'gettext-parser';
import ts from 'typescript';
import { callName, literalOf, parsePhp, walk } from '../lint/php-ast.ts';
import { pluginDir } from './paths.ts';
import { filesBelow } from './steps.ts';

export const textDomain = 'parterre';
export const languagesDir = join(pluginDir, 'languages');

export interface Message {
  context: string;
  singular: string;
  plural: string | null;
  /** Where it is used, relative to the plugin: `src/Embed/Renderer.php:12`. */
  references: string[];
}

/** Positions of singular, plural and context among the arguments of each translation function. */
const functions: Record<string, { plural?: number; context?: number }> = {
  __: {},
  _e: {},
  esc_html__: {},
  esc_html_e: {},
  esc_attr__: {},
  esc_attr_e: {},
  _x: { context: 1 },
  _ex: { context: 1 },
  esc_html_x: { context: 1 },
  esc_attr_x: { context: 1 },
  _n: { plural: 1 },
  _n_noop: { plural: 1 },
  _nx: { plural: 1, context: 3 },
  _nx_noop: { plural: 1, context: 2 },
};

class Catalogue {
  readonly messages = new Map<string, Message>();

  add(reference: string, singular: string, plural: string | null = null, context = ''): void {
    const key = `${context}\u0004${singular}`;
    const known = this.messages.get(key);
    if (known) {
      known.plural ??= plural;
      if (!known.references.includes(reference)) known.references.push(reference);
    } else this.messages.set(key, { context, singular, plural, references: [reference] });
  }

  addCall(reference: string, name: string, values: (string | null)[]): void {
    const shape = functions[name];
    const singular = values[0];
    if (!shape || typeof singular !== 'string') return;
    const plural = shape.plural === undefined ? null : (values[shape.plural] ?? null);
    this.add(reference, singular, plural, shape.context === undefined ? '' : (values[shape.context] ?? ''));
  }
}

function collectPhp(catalogue: Catalogue, reference: string, code: string): void {
  walk(parsePhp(code, reference), (node) => {
    if (node.kind !== 'call') return;
    const name = callName(node);
    if (name)
      catalogue.addCall(`${reference}:${node.loc?.start.line ?? 0}`, name, (node.arguments ?? []).map(literalOf));
  });
}

function collectScript(catalogue: Catalogue, reference: string, code: string): void {
  const source = ts.createSourceFile(reference, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const values = node.arguments.map((argument) => (ts.isStringLiteralLike(argument) ? argument.text : null));
      catalogue.addCall(`${reference}:${line}`, node.expression.text, values);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** The texts that WordPress translates inside block.json, with the contexts it looks them up under. */
function collectBlock(catalogue: Catalogue, reference: string, code: string): void {
  const block = JSON.parse(code) as { title?: string; description?: string; keywords?: string[] };
  if (block.title) catalogue.add(reference, block.title, null, 'block title');
  if (block.description) catalogue.add(reference, block.description, null, 'block description');
  for (const keyword of block.keywords ?? []) catalogue.add(reference, keyword, null, 'block keyword');
}

/** Every message of the plugin's own sources, in a stable order. */
export function collectMessages(folder = pluginDir): Message[] {
  const catalogue = new Catalogue();
  const files = ['parterre.php', 'src', 'blocks', 'admin'].flatMap((part) => filesBelow(join(folder, part)));
  for (const file of files) {
    const reference = relative(folder, file);
    const code = readFileSync(file, 'utf8');
    if (file.endsWith('.php')) collectPhp(catalogue, reference, code);
    else if (/\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)) collectScript(catalogue, reference, code);
    else if (basename(file) === 'block.json') collectBlock(catalogue, reference, code);
  }
  return [...catalogue.messages.values()];
}

type Translations = GetTextTranslations['translations'];

function catalogueData(messages: Message[]): GetTextTranslations {
  const translations: Translations = {};
  for (const message of messages) {
    const context = (translations[message.context] ??= {});
    context[message.singular] = {
      msgid: message.singular,
      ...(message.context ? { msgctxt: message.context } : {}),
      ...(message.plural ? { msgid_plural: message.plural } : {}),
      msgstr: message.plural ? ['', ''] : [''],
      comments: { reference: message.references.join('\n') } as never,
    };
  }
  return {
    charset: 'utf-8',
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-domain': textDomain },
    translations,
  };
}

/** Messages that a .po file leaves untranslated or marks as doubtful, as printable lines. */
export function untranslated(poFile: string, messages: Message[]): string[] {
  const { translations } = po.parse(readFileSync(poFile));
  return messages
    .filter((message) => {
      const entry = translations[message.context]?.[message.singular];
      const fuzzy = entry?.comments?.flag?.includes('fuzzy') ?? false;
      return !entry || fuzzy || entry.msgstr.length === 0 || entry.msgstr.some((text) => text === '');
    })
    .map((message) => `${basename(poFile)}: "${message.singular}" (${message.references[0] ?? ''})`);
}

/** Sentences of a French catalogue in which a line may break before a colon or a question mark. */
export function breakable(poFile: string): string[] {
  return [...readFileSync(poFile, 'utf8').matchAll(/^(?:msgstr(?:\[\d\])? )?"(.*[^\s"] [:;?!»].*|.*« \S.*)"$/gm)]
    .map(([, text = '']) => text)
    .filter((text) => !/^[\w-]+: /.test(text))
    .map((text) => `"${text}" needs a no-break space (U+00A0) before : ; ? ! » and after «`);
}

/** Writes `parterre.pot` and compiles every `parterre-LOCALE.po`. */
export function buildLanguages(): void {
  mkdirSync(languagesDir, { recursive: true });
  for (const old of globSync('*.{mo,json,l10n.php}', { cwd: languagesDir })) rmSync(join(languagesDir, old));
  writeFileSync(join(languagesDir, `${textDomain}.pot`), po.compile(catalogueData(collectMessages())));

  const scripts = filesBelow(join(pluginDir, 'build')).filter((file) => file.endsWith('.js'));
  for (const file of readdirSync(languagesDir).filter((name) => name.endsWith('.po'))) {
    const data = po.parse(readFileSync(join(languagesDir, file)));
    const base = join(languagesDir, basename(file, '.po'));
    writeFileSync(`${base}.mo`, mo.compile(data));
    writeFileSync(`${base}.l10n.php`, phpCatalogue(data));
    for (const script of scripts) {
      const catalogue = scriptCatalogue(data, readFileSync(script, 'utf8'));
      // WordPress looks for the md5 of the script's path inside the plugin.
      const digest = createHash('md5').update(relative(pluginDir, script).replaceAll('\\', '/')).digest('hex');
      if (catalogue) writeFileSync(`${base}-${digest}.json`, JSON.stringify(catalogue));
    }
  }
}

/** All translated entries but the header, as `[key, forms]` where the key carries the context as gettext does. */
function entriesOf(data: GetTextTranslations): [string, string[]][] {
  return Object.entries(data.translations).flatMap(([context, messages]) =>
    Object.values(messages)
      .filter(({ msgid, msgstr }) => msgid !== '' && msgstr.some(Boolean))
      .map(({ msgid, msgstr }): [string, string[]] => [context ? `${context}\u0004${msgid}` : msgid, msgstr]),
  );
}

function phpString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The format of WP_Translation_File_PHP: plural forms are joined by NUL. */
function phpCatalogue(data: GetTextTranslations): string {
  const messages = entriesOf(data).map(([key, forms]) => {
    // A literal NUL inside a PHP file upsets editors and scanners; the escape needs double quotes.
    const value = forms.map(phpString).join(` . "\\0" . `);
    return `${phpString(key).replaceAll('\u0004', `' . "\\4" . '`)}=>${value}`;
  });
  const plural = data.headers['Plural-Forms'] ?? data.headers['plural-forms'] ?? 'nplurals=2; plural=n != 1;';
  const language = data.headers['Language'] ?? data.headers['language'] ?? '';
  return `<?php\nreturn ['domain'=>'${textDomain}','plural-forms'=>${phpString(plural)},'language'=>${phpString(language)},'messages'=>[${messages.join(',')}]];\n`;
}

/** The part of a catalogue that a built script uses, in Jed 1.x form, or null if it uses nothing. */
export function scriptCatalogue(data: GetTextTranslations, script: string): object | null {
  const used = entriesOf(data).filter(([key]) => {
    const singular = key.slice(key.indexOf('\u0004') + 1);
    // A minifier picks the quotes that need fewer escapes.
    return script.includes(JSON.stringify(singular).slice(1, -1)) || script.includes(singular);
  });
  if (used.length === 0) return null;
  const language = data.headers['Language'] ?? data.headers['language'] ?? '';
  const plural = data.headers['Plural-Forms'] ?? data.headers['plural-forms'] ?? 'nplurals=2; plural=n != 1;';
  return {
    domain: 'messages',
    locale_data: {
      messages: { '': { domain: 'messages', lang: language, 'plural-forms': plural }, ...Object.fromEntries(used) },
    },
  };
}
