/** What pages have before anybody wants to watch: in a file of its own, so that nothing else comes with it. */

/** What a grant's `features` call a stream whose every request carries the query of its master playlist. */
export const QUERY = 'query';

/** Code of an engine that could not be downloaded: known without what could not be downloaded. */
export const ENGINE_CODE = 'PA10';
