/** Brings an element its sentences, in the language of the text around it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
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

  #look(): void {
    const tag = findLanguage(this.#host);
    const language = chooseLanguage(tag);
    if (tag !== this.tag) {
      this.tag = tag;
      this.#host.requestUpdate();
    }
    if (language === this.#loaded) return;
    this.language = language;
    void this.#catalogue[language]().then(({ default: strings }) => {
      if (this.language !== language) return;
      this.#loaded = language;
      this.strings = strings;
      this.#host.requestUpdate();
    });
  }
}
