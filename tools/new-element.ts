// `npm run new:element live-thing`: a new element with the anatomy all of them share (CONTRIBUTING.md), defined, exported,
// translated and tested from the first minute.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { elementsDir, root } from './build/paths.ts';

interface Names {
  /** `live-thing` */
  tag: string;
  /** `LiveThing` */
  className: string;
  /** `Thing` */
  short: string;
  /** `thingStyles` */
  styles: string;
}

/** The names that follow from a tag. Throws with a sentence for a person if the tag will not do. */
export function namesFor(tag: string): Names {
  if (!/^live(-[a-z][a-z0-9]*)+$/.test(tag)) {
    throw new Error(
      `"${tag}" will not do: a tag begins with live- and has only small letters, digits and single hyphens.`,
    );
  }
  const words = tag.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const short = words.slice(1).join('');
  return { tag, className: words.join(''), short, styles: `${short.charAt(0).toLowerCase()}${short.slice(1)}Styles` };
}

/** The new files, by their path below `src`. */
export function filesFor({ tag, className, short, styles }: Names): Record<string, string> {
  return {
    [`${tag}/${tag}.ts`]: `import { html, type TemplateResult } from 'lit';
import { ParterreElement, type Catalogue } from '../base/index.ts';
import type { ${short}Strings } from './en.ts';
import { ${styles} } from './${tag}.styles.ts';

const catalogue: Catalogue<${short}Strings> = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

/**
 * @summary Shows the title of a show.
 * @slot - What browsers without this element show: a link to a page that does the same.
 * @csspart title - The title.
 */
export class ${className} extends ParterreElement<${short}Strings> {
  static override styles = [...ParterreElement.styles, ${styles}];

  constructor() {
    super(catalogue, 'show');
  }

  override render(): TemplateResult {
    const { strings } = this.locale;
    const title = this.session.show?.state.show?.title;
    if (!strings || !title) return html\`<slot></slot>\`;
    return html\`<p part="title">\${strings.title(title)}</p>\`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    '${tag}': ${className};
  }
}
`,
    [`${tag}/${tag}.styles.ts`]: `import { css } from 'lit';

export const ${styles} = css\`
  [part='title'] {
    margin: 0;
  }
\`;
`,
    [`${tag}/en.ts`]: `const en = {
  title: (name: string) => \`Now: \${name}\`,
};

export type ${short}Strings = typeof en;
export default en;
`,
    [`${tag}/fr.ts`]: `import type { ${short}Strings } from './en.ts';

const fr: ${short}Strings = {
  title: (name) => \`En ce moment : \${name}\`,
};

export default fr;
`,
    [`${tag}/${tag}.test.ts`]: `import { expect, fixture, html } from '@open-wc/testing';
import '../define/${tag}.ts';
import type { ${className} } from './${tag}.ts';

describe('<${tag}>', () => {
  it('is accessible', async () => {
    const element = await fixture<${className}>(html\`<${tag}><a href="/show">The show</a></${tag}>\`);
    await expect(element).to.be.accessible();
  });

  it('keeps its fallback while there is no show', async () => {
    const element = await fixture<${className}>(html\`<${tag}><a href="/show">The show</a></${tag}>\`);
    expect(element.shadowRoot?.querySelector('slot')?.assignedElements()).to.have.lengthOf(1);
  });
});
`,
    [`define/${tag}.ts`]: `import { define } from '../base/define.ts';
import { ${className} } from '../${tag}/${tag}.ts';

define('${tag}', ${className});
`,
  };
}

/** Adds a line to the end of a list of imports or exports, once. */
export function withLine(list: string, line: string): string {
  if (list.split('\n').includes(line)) return list;
  return `${list}${list === '' || list.endsWith('\n') ? '' : '\n'}${line}\n`;
}

/** Writes a new element below `source` (`packages/elements/src`), formatted. Returns the files written or changed. */
export async function createElement(tag: string, source: string): Promise<string[]> {
  const names = namesFor(tag);
  if (existsSync(join(source, tag))) throw new Error(`There is a <${tag}> already.`);
  const written: string[] = [];
  const style = await resolveConfig(join(root, 'package.json'));
  const write = async (path: string, text: string): Promise<void> => {
    const file = join(source, path);
    mkdirSync(dirname(file), { recursive: true });
    // Long tags break lines that short ones do not.
    writeFileSync(file, await format(text, { ...style, plugins: [], filepath: file }));
    written.push(file);
  };
  for (const [path, text] of Object.entries(filesFor(names))) await write(path, text);
  const lists: [string, string][] = [
    ['define/all.ts', `import './${tag}.ts';`],
    ['index.ts', `export { ${names.className} } from './${tag}/${tag}.ts';`],
  ];
  for (const [path, line] of lists) {
    const file = join(source, path);
    await write(path, withLine(existsSync(file) ? readFileSync(file, 'utf8') : '', line));
  }
  return written;
}

if (import.meta.main) {
  try {
    const tag = process.argv[2];
    if (!tag) throw new Error('usage: npm run new:element -- live-thing');
    for (const file of await createElement(tag, join(elementsDir, 'src'))) console.log(relative(root, file));
    console.log(`Next: npm run test:component -- packages/elements/src/${tag}/${tag}.test.ts`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
