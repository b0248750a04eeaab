/**
 * Loads the code of a tag when the page has one: what `parterre.js`, the script of the CDN build, does.
 *
 * Tags may come later (a theme that swaps pages, an editor's preview), so the page stays watched until every known tag
 * has been loaded. Tags inside another element's shadow are that element's business: it imports what it uses.
 */

/**
 * Tags that a copy of this script has taken on. A page with two copies (a theme's and a page builder's) loads each tag once:
 * a second download would be wasted, and under Trusted Types the second Lit may not even start.
 */
function claimedTags(): Set<string> {
  const page = globalThis as { [CLAIMS]?: Set<string> };
  return (page[CLAIMS] ??= new Set());
}
const CLAIMS = Symbol.for('parterre@1/autoload');

/** Tag → import of the module that defines it. */
export type Loaders = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Starts loading for everything in `root`, now and later. Returns a function that stops watching.
 * A tag whose code could not be loaded is tried again the next time one appears: its fallback stays on the page meanwhile.
 */
export function autoload(loaders: Loaders, root: Document | Element = document): () => void {
  const pending = new Map(Object.entries(loaders));
  const claimed = claimedTags();

  const load = (tag: string): void => {
    const loader = pending.get(tag);
    if (!loader) return;
    pending.delete(tag);
    if (pending.size === 0) observer.disconnect();
    if (claimed.has(tag)) return;
    claimed.add(tag);
    loader().catch((error: unknown) => {
      console.error(`Parterre: the code of <${tag}> could not be loaded.`, error);
      if (pending.size === 0) watch();
      claimed.delete(tag);
      pending.set(tag, loader);
    });
  };

  const lookAt = (node: Node): void => {
    if (!(node instanceof Element)) return;
    load(node.localName);
    if (node.firstElementChild) for (const inner of node.querySelectorAll(':not(:defined)')) load(inner.localName);
  };

  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) lookAt(node);
  });
  // Scripts may run before <body> exists, so the whole document is watched, not the body.
  const watch = () => observer.observe(root, { childList: true, subtree: true });

  watch();
  for (const element of root.querySelectorAll(':not(:defined)')) load(element.localName);
  return () => observer.disconnect();
}
