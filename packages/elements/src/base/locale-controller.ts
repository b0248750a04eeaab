/** Brings an element its sentences, in the language of the text around it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { errorText, loadErrors, type Told } from '../locales/errors.ts';
import { findLanguage, onPageChanged } from './page.ts';

/** The languages that are complete. The first is what everybody else gets. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Sentences of one element by language, each its own chunk: a fan loads one. */
export type Catalogue<Strings> = Readonly<Record<Language, () => Promise<{ default: Strings }>>>;

/** The complete language to use for a BCP 47 tag: `fr-CA` → `fr`, `de` → `en`. */
export function chooseLanguage(tag: string): Language {
  const primary = tag.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === primary) ?? LANGUAGES[0];
}

export class LocaleController<Strings> implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #catalogue: Catalogue<Strings>;
  #stop: (() => void) | null = null;
  #loaded: Language | null = null;
  /** Null until the chunk has arrived: elements draw their skeleton meanwhile. */
  strings: Strings | null = null;
  /** Full tag for `Intl`, such as `fr-CA`. */
  tag = 'en';
  language: Language = 'en';

  constructor(host: ReactiveControllerHost & Element, catalogue: Catalogue<Strings>) {
    this.#host = host;
    this.#catalogue = catalogue;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = onPageChanged(() => this.#look());
    this.#look();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /**
   * The sentence a fan reads for an error, or for its code. Empty while the sentences are on their way: the host renders again
   * once they are here, so ask in every rendering.
   */
  errorText(error: Told): string {
    const language = this.#loaded ?? this.language;
    const text = errorText(error, language);
    void loadErrors(language).then(() => errorText(error, language) !== text && this.#host.requestUpdate());
    return text;
  }

  #look(): void {
    const tag = findLanguage(this.#host);
    const language = chooseLanguage(tag);
    if (tag !== this.tag) {
      this.tag = tag;
      this.#host.requestUpdate();
    }
    this.language = language;
    if (language !== this.#loaded) void this.#load(language);
  }

  async #load(language: Language): Promise<void> {
    try {
      const { default: strings } = await this.#catalogue[language]();
      if (this.language !== language) return;
      this.#loaded = language;
      this.strings = strings;
      this.#host.requestUpdate();
    } catch (error) {
      // The tag's own light DOM stays on the page meanwhile; the network coming back is the moment to try again.
      console.error(`Parterre: the sentences of <${this.#host.localName}> could not be loaded.`, error);
      globalThis.addEventListener('online', () => this.#stop && this.#look(), { once: true });
    }
  }
}
