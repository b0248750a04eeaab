export { baseStyles } from './base.styles.ts';
export { define } from './define.ts';
export { chooseLanguage, LANGUAGES, LocaleController, type Catalogue, type Language } from './locale-controller.ts';
export { ParterreElement } from './parterre-element.ts';
export { SessionController } from './session-controller.ts';
