/** Whether anybody can see the page. */

export interface Visibility {
  readonly hidden: () => boolean;
  /** Calls back at every change until the answer is called. */
  readonly onChange: (callback: () => void) => () => void;
}

/** The page's own; outside a page somebody always looks. */
export const pageVisibility: Visibility = {
  hidden: () => globalThis.document?.hidden === true,
  onChange: (callback) => {
    const page = globalThis.document;
    page?.addEventListener('visibilitychange', callback);
    return () => page?.removeEventListener('visibilitychange', callback);
  },
};

/** Resolves when the page is visible or the signal aborts. */
export function untilVisible(visibility: Visibility, signal: AbortSignal): Promise<void> {
  if (!visibility.hidden() || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (visibility.hidden() && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', look);
      resolve();
    };
    const stop = visibility.onChange(look);
    signal.addEventListener('abort', look);
  });
}
