// The little we need on top of `php-parser`: typed nodes, a walk that knows the way up, and names of calls.
import { Engine } from 'php-parser';

/** A node of the syntax tree. The parser's own types are classes per kind; the rules need only what they ask for. */
export interface PhpNode {
  kind: string;
  loc?: { start: { line: number; offset: number }; end: { line: number; offset: number } } | null;
  [property: string]: any; // oxlint-disable-line typescript/no-explicit-any -- one shape per kind, checked where used
}

export interface PhpProgram extends PhpNode {
  children: PhpNode[];
  comments: { value: string; loc: { start: { line: number } } }[];
}

export function parsePhp(code: string, file: string): PhpProgram {
  const engine = new Engine({
    parser: { extractDoc: true, suppressErrors: false, version: '8.3' },
    ast: { withPositions: true },
    lexer: { all_tokens: false, comment_tokens: false, short_tags: false },
  });
  return engine.parseCode(code, file) as unknown as PhpProgram;
}

function isNode(value: unknown): value is PhpNode {
  return typeof value === 'object' && value !== null && typeof (value as PhpNode).kind === 'string';
}

/** Calls `visit` for every node, outermost first; `ancestors` ends with the parent. */
export function walk(node: PhpNode, visit: (node: PhpNode, ancestors: readonly PhpNode[]) => void): void {
  const ancestors: PhpNode[] = [];
  const step = (current: PhpNode): void => {
    visit(current, ancestors);
    ancestors.push(current);
    for (const [key, value] of Object.entries(current)) {
      if (key === 'loc' || key === 'comments' || key === 'leadingComments' || key === 'trailingComments') continue;
      if (isNode(value)) step(value);
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) step(item);
    }
    ancestors.pop();
  };
  step(node);
}

/** The plain function a call names (`esc_html`), without a leading backslash; null for methods and variables. */
export function callName(node: PhpNode): string | null {
  if (node.kind !== 'call' || node['what']?.kind !== 'name') return null;
  return String(node['what'].name).replace(/^\\/, '');
}

/** The value of a string literal (also `'a' . 'b'`), or null. */
export function literalOf(node: PhpNode | undefined): string | null {
  if (!node) return null;
  if (node.kind === 'string' || node.kind === 'nowdoc') return String(node['value']);
  if (node.kind === 'bin' && node['type'] === '.') {
    const left = literalOf(node['left']);
    const right = literalOf(node['right']);
    return left === null || right === null ? null : left + right;
  }
  return null;
}
