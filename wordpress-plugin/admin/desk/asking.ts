const EVERY_MS = 4000;
/** A desk in a pocket still has to ring. */
const HIDDEN_MS = 10_000;
const SLOWEST_MS = 30_000;

/**
 * Calls `look` every few seconds: less often while the page is hidden, and less and less while it rejects; at once when the network or
 * the page is back.
 *
 * @returns what ends it
 */
export function keepAsking(look: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;
  const again = async () => {
    clearTimeout(timer);
    try {
      await look();
      failures = 0;
    } catch {
      failures++;
    }
    if (ended) return;
    const usual = document.visibilityState === 'visible' ? EVERY_MS : HIDDEN_MS;
    clearTimeout(timer);
    timer = setTimeout(() => void again(), Math.min(SLOWEST_MS, usual * 2 ** Math.min(failures, 4)));
  };
  const now = () => document.visibilityState === 'visible' && void again();
  void again();
  addEventListener('online', now);
  document.addEventListener('visibilitychange', now);
  return () => {
    ended = true;
    clearTimeout(timer);
    removeEventListener('online', now);
    document.removeEventListener('visibilitychange', now);
  };
}
