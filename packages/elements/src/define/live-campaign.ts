import { define } from '../base/define.ts';
import { LiveCampaign } from '../live-campaign/live-campaign.ts';

define('live-campaign', LiveCampaign);
