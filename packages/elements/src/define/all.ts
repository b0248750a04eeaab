/** Defines every tag of the family. Pages that use a few do better with `define/<tag>`. */
import './live-chat.ts';
import './live-countdown.ts';
import './live-merch.ts';
import './live-player.ts';
import './live-passes.ts';
import './live-show.ts';
import './live-shows.ts';
import './live-ticket.ts';
import './live-campaign.ts';
