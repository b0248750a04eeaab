import type { Pledge } from '@parterre/protocol';

/** Somebody has pledged here: the promise counts, or the payment was made. Bubbles and leaves shadow roots. */
export class LiveCampaignPledgeEvent extends Event {
  static readonly type = 'live-campaign-pledge';
  readonly pledge: Pledge;

  constructor(pledge: Pledge) {
    super(LiveCampaignPledgeEvent.type, { bubbles: true, composed: true });
    this.pledge = pledge;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'live-campaign-pledge': LiveCampaignPledgeEvent;
  }
}
