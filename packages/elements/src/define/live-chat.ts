import { define } from '../base/define.ts';
import { LiveChat } from '../live-chat/live-chat.ts';

define('live-chat', LiveChat);
