/** What a session takes from the browser, so that tests can give it something else. Nothing here touches a document. */
export interface Environment {
  /** Milliseconds since 1970 on this device. It may be wrong: sessions correct it by the server's time. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  random(): number;
  /** Random URL-safe text for idempotency keys and device names. */
  randomId(): string;
  /** What survives a reload; null where the browser refuses to keep anything. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** Calls back when another tab changed what is stored under a key. */
  onStored(callback: (key: string) => void): () => void;
  /** Calls back when the page is seen again or the network is back: time to look afresh. */
  onWake(callback: () => void): () => void;
}

/** 22 URL-safe characters: 128 bits. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
    .replace(/^[-_]/, '0');
}

function storageOrNull(): Storage | null {
  try {
    const probe = 'parterre:probe';
    localStorage.setItem(probe, probe);
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return null; // Private modes and blocked site data throw on any touch.
  }
}

export function browserEnvironment(): Environment {
  return {
    now: () => Date.now(),
    setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
    clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    random: Math.random,
    randomId,
    storage: storageOrNull(),
    onStored(callback) {
      const listener = (event: StorageEvent) => event.key && callback(event.key);
      addEventListener('storage', listener);
      return () => removeEventListener('storage', listener);
    },
    onWake(callback) {
      const seen = () => document.visibilityState === 'visible' && callback();
      addEventListener('online', callback);
      addEventListener('pageshow', callback);
      document.addEventListener('visibilitychange', seen);
      return () => {
        removeEventListener('online', callback);
        removeEventListener('pageshow', callback);
        document.removeEventListener('visibilitychange', seen);
      };
    },
  };
}
