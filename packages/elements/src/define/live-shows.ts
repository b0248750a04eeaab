import { define } from '../base/define.ts';
import { LiveShows } from '../live-shows/live-shows.ts';

define('live-shows', LiveShows);
