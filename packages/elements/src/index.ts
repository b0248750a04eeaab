/** The classes of the tags and their events, without defining anything. */
export * from './live-campaign/live-campaign.ts';
export { LiveCampaignPledgeEvent } from './live-campaign/pledge-event.ts';
export * from './live-chat/live-chat.ts';
export * from './live-countdown/live-countdown.ts';
export * from './live-merch/live-merch.ts';
export * from './live-player/live-player.ts';
export * from './live-passes/live-passes.ts';
export * from './live-show/live-show.ts';
export * from './live-shows/live-shows.ts';
export * from './live-ticket/live-ticket.ts';
export {
  chooseLanguage,
  LANGUAGES,
  LocaleController,
  ParterreElement,
  SessionController,
  type Catalogue,
  type Language,
} from './base/index.ts';
export { acquireVenue } from './session/registry.ts';
