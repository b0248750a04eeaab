/** One timer for all countdowns of a page, resting while nobody looks. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  clearTimeout(timer);
  timer = undefined;
  if (listeners.size === 0 || document.hidden) return;
  for (const listener of [...listeners]) listener();
  wind();
}

/** At the turn of the next second, so that figures change evenly. */
function wind(): void {
  timer ??= setTimeout(tick, 1000 - (Date.now() % 1000));
}

/** Calls back every second while the page is seen, and once when it is seen again. Returns how to stop. */
export function everySecond(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', tick);
  listeners.add(listener);
  wind();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', tick);
    clearTimeout(timer);
    timer = undefined;
  };
}
