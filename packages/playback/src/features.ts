/**
 * What a grant's `features` call a stream whose every request carries the query of its master playlist. In a file of its own,
 * because pages have it before anybody wants to watch.
 */
export const QUERY = 'query';
