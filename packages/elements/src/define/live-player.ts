import { define } from '../base/define.ts';
import { LivePlayer } from '../live-player/live-player.ts';

define('live-player', LivePlayer);
