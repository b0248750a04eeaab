/** The sentence a fan reads for an error, in the language the tag speaks. Loaded with the tag's own sentences. */
import type { ErrorCode } from '@parterre/protocol/errors';

type ErrorSentences = Record<ErrorCode, string | ((seconds: number) => string)>;

const loaders = { en: () => import('./errors.en.ts'), fr: () => import('./errors.fr.ts') };

type Language = keyof typeof loaders;

const loaded = new Map<Language, ErrorSentences>();

/** Fetches the sentences of a language; before that, `errorText` has nothing to say in it. */
export async function loadErrors(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, (await loaders[language]()).default);
}

/** What is needed of an error to put it into words: a ParterreError, or only its code. */
type Told = ErrorCode | { readonly code: ErrorCode; readonly retryAfterMs?: number | undefined };

/**
 * The sentence for an error. Codes this version does not know yet read as `unavailable`; waits that were not told as five
 * seconds. Empty only when `loadErrors` has not finished for the language.
 */
export function errorText(error: Told, language: Language): string {
  const sentences = loaded.get(language);
  if (!sentences) return '';
  const { code, retryAfterMs } = typeof error === 'string' ? { code: error, retryAfterMs: undefined } : error;
  const sentence = sentences[code] ?? sentences.unavailable;
  return typeof sentence === 'string' ? sentence : sentence(Math.max(1, Math.ceil((retryAfterMs ?? 5000) / 1000)));
}
