// The sentences people look for, taken from the dictionaries the elements draw from: a journey reads what a fan reads.
import checkoutEn from '../../packages/elements/src/checkout/en.ts';
import checkoutFr from '../../packages/elements/src/checkout/fr.ts';
import campaignEn from '../../packages/elements/src/live-campaign/en.ts';
import campaignFr from '../../packages/elements/src/live-campaign/fr.ts';
import pledgeEn from '../../packages/elements/src/live-campaign/pledge.en.ts';
import pledgeFr from '../../packages/elements/src/live-campaign/pledge.fr.ts';
import chatEn from '../../packages/elements/src/live-chat/en.ts';
import chatFr from '../../packages/elements/src/live-chat/fr.ts';
import roomEn from '../../packages/elements/src/live-chat/room.en.ts';
import roomFr from '../../packages/elements/src/live-chat/room.fr.ts';
import merchEn from '../../packages/elements/src/live-merch/en.ts';
import merchFr from '../../packages/elements/src/live-merch/fr.ts';
import passesEn from '../../packages/elements/src/live-passes/en.ts';
import passesFr from '../../packages/elements/src/live-passes/fr.ts';
import knownFanEn from '../../packages/elements/src/live-passes/known-fan.en.ts';
import knownFanFr from '../../packages/elements/src/live-passes/known-fan.fr.ts';
import playerEn from '../../packages/elements/src/live-player/en.ts';
import playerFr from '../../packages/elements/src/live-player/fr.ts';
import menusEn from '../../packages/elements/src/live-player/extras/extras.en.ts';
import menusFr from '../../packages/elements/src/live-player/extras/extras.fr.ts';
import pictureEn from '../../packages/elements/src/live-player/picture.en.ts';
import pictureFr from '../../packages/elements/src/live-player/picture.fr.ts';
import stripeEn from '../../packages/elements/src/checkout/stripe/en.ts';
import stripeFr from '../../packages/elements/src/checkout/stripe/fr.ts';
import ticketEn from '../../packages/elements/src/live-ticket/en.ts';
import ticketFr from '../../packages/elements/src/live-ticket/fr.ts';
import notesEn from '../../packages/elements/src/live-ticket/offer-notes.en.ts';
import notesFr from '../../packages/elements/src/live-ticket/offer-notes.fr.ts';
import passEn from '../../packages/elements/src/live-ticket/pass.en.ts';
import passFr from '../../packages/elements/src/live-ticket/pass.fr.ts';
import passLinkEn from '../../packages/elements/src/pass-link/en.ts';
import passLinkFr from '../../packages/elements/src/pass-link/fr.ts';

export const words = {
  en: {
    campaign: campaignEn,
    pledge: pledgeEn,
    checkout: checkoutEn,
    chat: { ...chatEn, ...roomEn },
    menus: menusEn,
    merch: merchEn,
    passes: { ...passesEn, ...knownFanEn },
    player: { ...playerEn, ...pictureEn },
    stripe: stripeEn,
    ticket: { ...ticketEn, ...notesEn, ...passEn },
    passLink: passLinkEn,
  },
  fr: {
    campaign: campaignFr,
    pledge: pledgeFr,
    checkout: checkoutFr,
    chat: { ...chatFr, ...roomFr },
    menus: menusFr,
    merch: merchFr,
    passes: { ...passesFr, ...knownFanFr },
    player: { ...playerFr, ...pictureFr },
    stripe: stripeFr,
    ticket: { ...ticketFr, ...notesFr, ...passFr },
    passLink: passLinkFr,
  },
} as const;

export type Words = (typeof words)['en'] | (typeof words)['fr'];
