// What WordPress's own list component says. It asks for core's translations, which core only hands to its own screens: without
// these a French office would read "Add filter". Only what our lists can show; told to it before it is first drawn.
import { __, _n, _x, setLocaleData } from '@wordpress/i18n';

const sentences = (): Record<string, string> => ({
  Actions: __('Actions', 'parterre'),
  'Add filter': __('Add filter', 'parterre'),
  Appearance: __('Appearance', 'parterre'),
  Apply: __('Apply', 'parterre'),
  Balanced: __('Balanced', 'parterre'),
  Cancel: __('Cancel', 'parterre'),
  Close: __('Close', 'parterre'),
  'Close search': __('Close search', 'parterre'),
  Comfortable: __('Comfortable', 'parterre'),
  Compact: __('Compact', 'parterre'),
  'Current page': __('Current page', 'parterre'),
  Density: __('Density', 'parterre'),
  'Deselect all': __('Deselect all', 'parterre'),
  Filter: __('Filter', 'parterre'),
  'Filter by: %1$s': __('Filter by: %1$s', 'parterre'),
  Grid: __('Grid', 'parterre'),
  'Hide column': __('Hide column', 'parterre'),
  'Insert left': __('Insert left', 'parterre'),
  'Insert right': __('Insert right', 'parterre'),
  Is: __('Is', 'parterre'),
  'Is not': __('Is not', 'parterre'),
  'Is none of': __('Is none of', 'parterre'),
  Includes: __('Includes', 'parterre'),
  'Items per page': __('Items per page', 'parterre'),
  Layout: __('Layout', 'parterre'),
  List: __('List', 'parterre'),
  'List of: %1$s': __('List of: %1$s', 'parterre'),
  Loading: __('Loading', 'parterre'),
  'Move left': __('Move left', 'parterre'),
  'Move right': __('Move right', 'parterre'),
  'Next page': __('Next page', 'parterre'),
  'No items found': __('No items found', 'parterre'),
  'No results': __('No results', 'parterre'),
  'No results found': __('No results found', 'parterre'),
  // Elsewhere it is what a button does.
  Order: _x('Order', 'sorting', 'parterre'),
  'Page %1$d of %2$d': __('Page %1$d of %2$d', 'parterre'),
  'Previous page': __('Previous page', 'parterre'),
  Properties: __('Properties', 'parterre'),
  Remove: __('Remove', 'parterre'),
  Reset: __('Reset', 'parterre'),
  'Reset search': __('Reset search', 'parterre'),
  'Reset view': __('Reset view', 'parterre'),
  Search: __('Search', 'parterre'),
  'Search items': __('Search items', 'parterre'),
  'Select all': __('Select all', 'parterre'),
  'Sort ascending': __('Sort ascending', 'parterre'),
  'Sort descending': __('Sort descending', 'parterre'),
  'Sort by': __('Sort by', 'parterre'),
  Table: __('Table', 'parterre'),
  'View options': __('View options', 'parterre'),
  '%s, selected': __('%s, selected', 'parterre'),
  '<div>Page</div>%1$s<div>of %2$d</div>': __('<div>Page</div>%1$s<div>of %2$d</div>', 'parterre'),
  '<Name>%1$s is: </Name><Value>%2$s</Value>': __('<Name>%1$s is: </Name><Value>%2$s</Value>', 'parterre'),
  '<Name>%1$s is not: </Name><Value>%2$s</Value>': __('<Name>%1$s is not: </Name><Value>%2$s</Value>', 'parterre'),
  '<Name>%1$s includes: </Name><Value>%2$s</Value>': __('<Name>%1$s includes: </Name><Value>%2$s</Value>', 'parterre'),
  '<Name>%1$s is none of: </Name><Value>%2$s</Value>': __(
    '<Name>%1$s is none of: </Name><Value>%2$s</Value>',
    'parterre',
  ),
});

/** Of one, and of several. */
const counts = (): Record<string, [string, string]> => ({
  '%d Item': [_n('%d Item', '%d Items', 1, 'parterre'), _n('%d Item', '%d Items', 2, 'parterre')],
  '%1$d of %2$d Item': [
    _n('%1$d of %2$d Item', '%1$d of %2$d Items', 1, 'parterre'),
    _n('%1$d of %2$d Item', '%1$d of %2$d Items', 2, 'parterre'),
  ],
  '%d Item selected': [
    _n('%d Item selected', '%d Items selected', 1, 'parterre'),
    _n('%d Item selected', '%d Items selected', 2, 'parterre'),
  ],
});

/** Teaches the list component our words. */
export function teachListWords(): void {
  const words = Object.entries(sentences()).map(([source, said]): [string, string[]] => [source, [said]]);
  setLocaleData(Object.fromEntries([...words, ...Object.entries(counts())]), 'default');
}
