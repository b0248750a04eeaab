export { Announcer } from './announcer.ts';
export { baseStyles } from './base.styles.ts';
export { controlStyles } from './controls.styles.ts';
export { define } from './define.ts';
export { chooseLanguage, LANGUAGES, LocaleController, type Catalogue, type Language } from './locale-controller.ts';
export { onPageChanged, pageChanged } from './page.ts';
export { ParterreElement } from './parterre-element.ts';
export { SessionController } from './session-controller.ts';
