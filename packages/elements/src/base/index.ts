/** What tags of other authors stand on; our own import the modules themselves. */
export { chooseLanguage, LANGUAGES, LocaleController, type Catalogue, type Language } from './locale-controller.ts';
export { ParterreElement } from './parterre-element.ts';
export { SessionController } from './session-controller.ts';
