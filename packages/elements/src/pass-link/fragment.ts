/**
 * The pass link in the page's address: `#parterre=<secret>`. A fragment reaches no server and no log; redeeming waits for a
 * click, because mail scanners follow links and would burn it. Of all tags on a page one shows the button.
 */
interface Claims {
  /** Tags that can show the button, in the order they came. */
  readonly claimants: { rank: number; changed: () => void }[];
}

const KEY = Symbol.for('parterre@1/pass-link');
const PATTERN = /(?:^#|&)parterre=([A-Za-z0-9_-]{22,128})(?=&|$)/;

function claims(): Claims {
  const page = globalThis as { [KEY]?: Claims };
  return (page[KEY] ??= { claimants: [] });
}

/** The secret in the page's address, or null. */
export const passSecret = (): string | null => PATTERN.exec(location.hash)?.[1] ?? null;

/** Takes the secret out of the address bar and the history, keeping whatever else the fragment says. */
export function stripPassSecret(): void {
  const rest = location.hash.replace(PATTERN, '').replace(/^#?&/, '#');
  history.replaceState(history.state, '', location.pathname + location.search + (rest === '#' ? '' : rest));
}

/**
 * Offers to show the button. The lowest rank gets it, among equals the first. `changed` is called when the answer of `mine`
 * may have changed: another tag came or went, or the address did.
 */
export function claimPassLink(rank: number, changed: () => void): { mine: () => boolean; release: () => void } {
  const { claimants } = claims();
  const claim = { rank, changed };
  const tellAll = () => claimants.forEach((one) => one.changed());
  claimants.push(claim);
  addEventListener('hashchange', changed);
  tellAll();
  return {
    mine: () => claim === claimants.reduce((best, one) => (one.rank < best.rank ? one : best), claimants[0]!),
    release() {
      removeEventListener('hashchange', changed);
      claimants.splice(claimants.indexOf(claim), 1);
      tellAll();
    },
  };
}
