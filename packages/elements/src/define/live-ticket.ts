import { define } from '../base/define.ts';
import { LiveTicket } from '../live-ticket/live-ticket.ts';

define('live-ticket', LiveTicket);
