// Just enough of a media playlist for tests to look into one.

export interface Segment {
  file: string;
  seconds: number;
  /** Unix time in seconds of its first frame. */
  at: number;
  discontinuity: boolean;
}

export interface MediaPlaylist {
  sequence: number;
  segments: Segment[];
  ended: boolean;
}

export function readPlaylist(text: string): MediaPlaylist {
  const segments: Segment[] = [];
  let [seconds, at, discontinuity] = [0, 0, false];
  for (const line of text.split('\n')) {
    const [, tag = '', value = ''] = /^#(EXT[^:]*):?(.*)$/.exec(line) ?? [];
    if (tag === 'EXTINF') seconds = Number.parseFloat(value);
    else if (tag === 'EXT-X-PROGRAM-DATE-TIME') at = Date.parse(value) / 1000;
    else if (tag === 'EXT-X-DISCONTINUITY') discontinuity = true;
    else if (line && !line.startsWith('#')) {
      segments.push({ file: line, seconds, at, discontinuity });
      discontinuity = false;
    }
  }
  return {
    sequence: Number(/^#EXT-X-MEDIA-SEQUENCE:(\d+)/m.exec(text)?.[1] ?? 0),
    segments,
    ended: /^#EXT-X-ENDLIST/m.test(text),
  };
}

/** @throws Error when it is refused */
export async function fetchPlaylist(url: string): Promise<MediaPlaylist> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}`);
  return readPlaylist(await response.text());
}
