// The boundaries of docs/architecture.md that a type checker does not see: who may import whom, which package knows no
// DOM, and the few ways of putting text into a page that are closed to everybody.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageNames, root, type PackageName } from '../build/paths.ts';

export interface BoundaryProblem {
  path: string;
  line: number;
  message: string;
}

/** What each package may import of the others. Dependencies point down only. */
const allowed: Record<PackageName, readonly PackageName[]> = {
  protocol: [],
  rules: ['protocol'],
  backend: ['protocol', 'rules'],
  playback: ['protocol'],
  elements: ['protocol', 'rules', 'backend', 'playback'],
};

/** Prices, stock and points come from the server; elements get only what shows them. */
const rulesForElements = ['@parterre/rules/phase', '@parterre/rules/format', '@parterre/rules/duration'];

const withoutDom: readonly string[] = ['protocol', 'rules'];
const domGlobals = new Set([
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'customElements',
  'HTMLElement',
  'Element',
  'Node',
  'CustomEvent',
  'MutationObserver',
  'requestAnimationFrame',
  'fetch',
  'XMLHttpRequest',
]);

/** Members that turn a string into markup or code. */
const markupSinks = new Set([
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'setHTMLUnsafe',
  'createContextualFragment',
  'srcdoc',
]);
const unsafeDirectives = new Set(['unsafeHTML', 'unsafeSVG', 'unsafeMathML', 'unsafeCSS', 'unsafeStatic']);

function packageOf(path: string): PackageName | null {
  const name = /^packages\/([^/]+)\//.exec(path)?.[1];
  return packageNames.find((known) => known === name) ?? null;
}

/** What is wrong with `specifier` imported by `path`, or null. */
function importProblem(path: string, specifier: string): string | null {
  if (specifier === 'zod' || (specifier.startsWith('zod/') && specifier !== 'zod/mini')) {
    return `import 'zod/mini', not '${specifier}': the full library costs every fan 20 kB more`;
  }
  const from = packageOf(path);
  const inSource = /^packages\/[^/]+\/src\//.test(path) && !path.endsWith('.test.ts');
  if (!from || !inSource) return null;
  if (/^(\.\.\/)+(packages|protocol|rules|backend|playback|elements)\//.test(specifier)) {
    return `'${specifier}' reaches into another package; import it by its name`;
  }
  if (specifier.startsWith('node:')) return `'${specifier}' does not exist in a browser`;
  const target = /^@parterre\/([^/]+)/.exec(specifier)?.[1];
  if (!target) return null;
  if (!allowed[from].some((name) => name === target)) return `${from} may not depend on ${target}`;
  if (from === 'elements' && target === 'rules' && !rulesForElements.includes(specifier)) {
    return `elements may import only ${rulesForElements.join(' and ')}: prices, stock and points come from the server`;
  }
  return null;
}

/** Checks one module; `path` is relative to the repository, with forward slashes. */
export function checkModule(path: string, code: string): BoundaryProblem[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const problems: BoundaryProblem[] = [];
  const report = (node: ts.Node, message: string) =>
    problems.push({ path, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, message });

  const inPackage = packageOf(path);
  const pure = inPackage !== null && withoutDom.includes(inPackage) && path.includes('/src/');
  const isTest = path.endsWith('.test.ts');
  const own = pure ? namesDeclaredIn(source) : new Set<string>();

  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      if (ts.isStringLiteral(node.moduleSpecifier)) {
        const problem = importProblem(path, node.moduleSpecifier.text);
        if (problem) report(node, problem);
      }
    } else if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && first && ts.isStringLiteral(first)) {
        const problem = importProblem(path, first.text);
        if (problem) report(node, problem);
      }
      if (ts.isPropertyAccessExpression(node.expression) && /^document\.write(ln)?$/.test(node.expression.getText())) {
        report(node, 'document.write() replaces the page');
      }
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      const problem = importProblem(path, node.argument.literal.text);
      if (problem) report(node, problem);
    } else if (ts.isImportSpecifier(node)) {
      const name = (node.propertyName ?? node.name).text;
      if (unsafeDirectives.has(name)) report(node, `${name} lets text become markup`);
    } else if (ts.isPropertyAccessExpression(node) && markupSinks.has(node.name.text) && !isTest) {
      report(node, `${node.name.text} lets text become markup, and throws under Trusted Types`);
    } else if (ts.isIdentifier(node) && pure && domGlobals.has(node.text) && !own.has(node.text) && isGlobalUse(node)) {
      report(node, `${inPackage} knows no browser, but uses ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

/** Names of variables, parameters, functions and imports of a module: a rule may well speak of a `window` of time. */
function namesDeclaredIn(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (declares && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** Whether an identifier is read as a variable, not the name of a property, a parameter or a type member. */
function isGlobalUse(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent) || ts.isTypeReferenceNode(parent)) return true;
  return ts.isBinaryExpression(parent) || ts.isTypeOfExpression(parent) || ts.isExpressionWithTypeArguments(parent);
}

/** Shipped sources of all packages, their tests included, relative to the repository. */
export function packageModules(): string[] {
  return globSync('{packages/*/{src,generate,test},demo}/**/*.ts', {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

export function checkBoundaries(): BoundaryProblem[] {
  return packageModules().flatMap((path) => checkModule(path, readFileSync(join(root, path), 'utf8')));
}
