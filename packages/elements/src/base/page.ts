/**
 * Reading the page around a tag: which backend, which show, which language. Looked up again whenever the answer may have
 * changed, never only once.
 */

/** Tells its listeners when an attribute or node that tags look for has come, gone or changed. One observer for all tags. */
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

const isLandmark = (node: Node): boolean =>
  node instanceof Element &&
  (node.localName === 'live-show' ||
    node.matches('script[data-parterre]') ||
    node.querySelector('live-show,script[data-parterre]') !== null);

/** For what no observer sees, such as a property set on a `<live-show>`. */
export function pageChanged(): void {
  for (const listener of [...listeners]) listener();
}

export function onPageChanged(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver((records) => {
      const matters = records.some(
        (record) => record.type === 'attributes' || [...record.addedNodes, ...record.removedNodes].some(isLandmark),
      );
      if (matters) pageChanged();
    });
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['show', 'backend', 'lang'],
    });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    observer?.disconnect();
    observer = null;
  };
}

/** The nearest ancestor that matches, looking out of shadow roots too. */
export function closestAcross(element: Element, selector: string): Element | null {
  let from: Element | null = element;
  while (from) {
    const found: Element | null = from.closest(selector);
    if (found) return found;
    const root: Node = from.getRootNode();
    from = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
}

/** What the server printed for this page: `<script type="application/json" data-parterre>{"backend":…,"show":…}</script>`. */
interface PageConfiguration {
  readonly backend?: string;
  readonly show?: string;
}

function pageConfiguration(): PageConfiguration {
  const block = document.querySelector('script[type="application/json"][data-parterre]');
  if (!block?.textContent) return {};
  try {
    const parsed: unknown = JSON.parse(block.textContent);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch (error) {
    console.error('Parterre: the page configuration block is not JSON.', block, error);
    return {};
  }
}

/**
 * Finds a setting of a tag: its own attribute → the nearest `<live-show>` around it → the page's only `<live-show>` → what
 * the server printed → null.
 */
export function findSetting(tag: Element, name: 'show' | 'backend'): string | null {
  const own = tag.getAttribute(name);
  if (own) return own;
  const around =
    tag.parentElement || tag.getRootNode() instanceof ShadowRoot ? closestAcross(tag, `live-show[${name}]`) : null;
  const found = around?.getAttribute(name);
  if (found) return found;
  const onPage = document.querySelectorAll('live-show');
  if (onPage.length === 1) {
    const only = onPage[0]?.getAttribute(name);
    if (only) return only;
  }
  return pageConfiguration()[name] ?? null;
}

/** A backend object set on a `<live-show>` around the tag, or on the page's only one. */
export function findBackendObject(tag: Element): object | null {
  const around = closestAcross(tag, 'live-show') as (Element & { backend?: unknown }) | null;
  const onPage = document.querySelectorAll('live-show');
  const holder = around ?? (onPage.length === 1 ? (onPage[0] as Element & { backend?: unknown }) : null);
  return typeof holder?.backend === 'object' && holder.backend !== null ? holder.backend : null;
}

/** The language of the text around a tag, as the page says it; the browser's where the page is silent. */
export function findLanguage(tag: Element): string {
  return closestAcross(tag, '[lang]')?.getAttribute('lang') || navigator.language || 'en';
}
