// Minifies what minifiers leave alone: the white space and comments inside css`…` and html`…` templates.
import ts from 'typescript';
import type { Plugin } from 'vite';

/** CSS without comments and without white space that separates nothing. Strings are kept as they are. */
export function minifyCss(css: string): string {
  const space = String.raw`(?:\s|/\*[^]*?\*/)`;
  const pattern = new RegExp(String.raw`("[^"]*"|'[^']*')|${space}*([{};])${space}*|${space}+`, 'g');
  return css.replaceAll(pattern, (_all, text?: string, sign?: string) => text ?? sign ?? ' ');
}

/**
 * Markup with every line break and the indentation around it as one space: enough for inline elements to stay apart. Line
 * breaks are all that is touched, so a text with two spaces keeps them.
 */
export function minifyHtml(html: string): string {
  return html.replaceAll(/\s*\n\s*/g, ' ');
}

const minifiers: Record<string, (text: string) => string> = { css: minifyCss, html: minifyHtml, svg: minifyHtml };

/** The source with its templates minified. Substitutions stay where they are. */
export function minifyTemplates(code: string, file: string): string {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const edits: { from: number; to: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
      const minify = minifiers[node.tag.text];
      const { template } = node;
      const parts = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template]
        : [template.head, ...template.templateSpans.map(({ literal }) => literal)];
      for (const part of minify ? parts : []) {
        // Positions of a part include its delimiters: a back quote or brace before, a back quote or ${ after.
        const from = part.getStart() + 1;
        const to = part.end - (ts.isTemplateHead(part) || ts.isTemplateMiddle(part) ? 2 : 1);
        const text = code.slice(from, to);
        if (minify) edits.push({ from, to, text: minify(text) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  let result = code;
  // From the end, so that positions before an edit stay true.
  for (const { from, to, text } of edits.toSorted((a, b) => b.from - a.from)) {
    result = result.slice(0, from) + text + result.slice(to);
  }
  return result;
}

/** For our own sources in the CDN build; what comes from `node_modules` is left alone. */
export function templateMinifier(): Plugin {
  return {
    name: 'parterre-minify-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || id.includes('node_modules') || !/\b(?:css|html|svg)`/.test(code)) return null;
      return { code: minifyTemplates(code, id), map: null };
    },
  };
}
