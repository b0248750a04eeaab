/**
 * The sentence a fan reads for an error, in the language the tag speaks. Most pages never show one, so the sentences of a
 * language are fetched when the first has to be told; those for a lost network are always there.
 */
import type { ErrorCode } from '@parterre/protocol/errors';
import { passing } from './passing.ts';

type ErrorSentences = Partial<Record<ErrorCode, string | ((seconds: number) => string)>>;

const loaders = { en: () => import('./errors.en.ts'), fr: () => import('./errors.fr.ts') };

type Language = keyof typeof loaders;

const loaded = new Map<Language, ErrorSentences>();
const asked = new Map<Language, Promise<void>>();

/** Sentences that could not be fetched are asked for again no sooner than this. */
const RETRY_MS = 10_000;

/** Errors after which it is doubtful that anything can be fetched: told as `unavailable` until the true sentence is there. */
const SILENCE: readonly ErrorCode[] = ['unavailable', 'timeout', 'blocked_by_site', 'bad_response'];

/** Fetches the sentences of a language. Never rejects: where they cannot be had, the ones for a lost network have to do. */
export function loadErrors(language: Language): Promise<void> {
  let asking = asked.get(language);
  if (!asking) {
    const arrived = ({ default: sentences }: { default: ErrorSentences }) => void loaded.set(language, sentences);
    asking = loaders[language]().then(arrived, () => {
      loaded.set(language, passing[language]);
      setTimeout(() => loaded.delete(language) && asked.delete(language), RETRY_MS);
    });
    asked.set(language, asking);
  }
  return asking;
}

/** What is needed of an error to put it into words: a ParterreError, or only its code. */
export type Told = ErrorCode | { readonly code: ErrorCode; readonly retryAfterMs?: number | undefined };

/**
 * The sentence for an error. Codes this version does not know yet read as `unavailable`; waits that were not told as five
 * seconds. Empty while `loadErrors` is under way, except for what is wrong with the network itself.
 */
export function errorText(error: Told, language: Language): string {
  const { code, retryAfterMs } = typeof error === 'string' ? { code: error, retryAfterMs: undefined } : error;
  const sentences = loaded.get(language);
  const { offline, unavailable } = passing[language];
  if (!sentences) return code === 'offline' ? offline : SILENCE.includes(code) ? unavailable : '';
  const sentence = sentences[code] ?? unavailable;
  return typeof sentence === 'string' ? sentence : sentence(Math.max(1, Math.ceil((retryAfterMs ?? 5000) / 1000)));
}
