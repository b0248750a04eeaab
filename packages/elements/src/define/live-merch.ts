import { define } from '../base/define.ts';
import { LiveMerch } from '../live-merch/live-merch.ts';

define('live-merch', LiveMerch);
