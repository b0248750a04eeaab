import { define } from '../base/define.ts';
import { LivePasses } from '../live-passes/live-passes.ts';

define('live-passes', LivePasses);
