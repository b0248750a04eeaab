import { define } from '../base/define.ts';
import { LiveCountdown } from '../live-countdown/live-countdown.ts';

define('live-countdown', LiveCountdown);
