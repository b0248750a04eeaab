import { define } from '../base/define.ts';
import { LiveShow } from '../live-show/live-show.ts';

define('live-show', LiveShow);
