import type { Show } from '@parterre/protocol';
import { formatShowTime } from '@parterre/rules/format';

/** A moment in the show's zone and, where it reads differently, in the fan's. `tag` is the language in full. */
export function moment(instant: string, { timeZone }: Show, tag: string): string {
  const time = formatShowTime(instant, tag, timeZone);
  return time.fan ? `${time.show} (${time.fan})` : time.show;
}
