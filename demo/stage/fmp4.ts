/**
 * Just enough of ISO BMFF (ISO/IEC 14496-12) to cut a fragmented MP4 into segments and to move a segment in time.
 */
type Box = { type: string; start: number; body: number; end: number };

function* boxes(data: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    let size = data.readUInt32BE(at);
    let header = 8;
    if (size === 1) {
      size = Number(data.readBigUInt64BE(at + 8));
      header = 16;
    }
    if (size < header || at + size > to) throw new Error(`broken box at byte ${at}`);
    yield { type: data.toString('latin1', at + 4, at + 8), start: at, body: at + header, end: at + size };
    at += size;
  }
}

function find(data: Buffer, parent: Pick<Box, 'body' | 'end'>, ...path: string[]): Box[] {
  const [first, ...rest] = path;
  const here = [...boxes(data, parent.body, parent.end)].filter((box) => box.type === first);
  return rest.length === 0 ? here : here.flatMap((box) => find(data, box, ...rest));
}

export type Track = {
  id: number;
  kind: 'video' | 'audio';
  /** Ticks per second. */
  timescale: number;
  /** As in RFC 6381. */
  codec: string;
};

export type Segment = {
  data: Buffer;
  /** Where the 64-bit decode time of each track stands in `data`, and its value in the file. */
  times: { offset: number; track: Track; value: bigint }[];
  sequenceOffset: number;
};

export type Fragmented = { init: Buffer; tracks: Track[]; segments: Segment[] };

const hex = (value: number): string => value.toString(16).padStart(2, '0').toUpperCase();

/** The kind of AAC, from the decoder configuration in `esds` (ISO/IEC 14496-1 §7.2.6); players refuse a file without it. */
function audioObjectType(init: Buffer, entry: Box): number {
  // The fixed part of an audio sample entry is 28 bytes long.
  const esds = [...boxes(init, entry.body + 28, entry.end)].find((box) => box.type === 'esds');
  const descriptor = (from: number): { tag: number; body: number; end: number } => {
    let [at, size] = [from + 1, 0];
    do size = (size << 7) | (init[at]! & 0x7f);
    while (init[at++]! & 0x80);
    return { tag: init[from]!, body: at, end: at + size };
  };
  if (esds) {
    const stream = descriptor(esds.body + 4);
    const decoder = descriptor(stream.body + 3);
    const configuration = decoder.body + 13 < decoder.end ? descriptor(decoder.body + 13) : undefined;
    if (configuration?.tag === 5) return init[configuration.body]! >> 3;
  }
  throw new Error('the sound has no decoder configuration');
}

function readTracks(init: Buffer): Track[] {
  return find(init, { body: 0, end: init.length }, 'moov', 'trak').map((trak) => {
    const tkhd = find(init, trak, 'tkhd')[0]!;
    const mdhd = find(init, trak, 'mdia', 'mdhd')[0]!;
    const stsd = find(init, trak, 'mdia', 'minf', 'stbl', 'stsd')[0]!;
    const id = init.readUInt32BE(tkhd.body + (init[tkhd.body] === 1 ? 20 : 12));
    const timescale = init.readUInt32BE(mdhd.body + (init[mdhd.body] === 1 ? 20 : 12));
    const entry = [...boxes(init, stsd.body + 8, stsd.end)][0]!;
    if (entry.type === 'avc1') {
      // The fixed part of a visual sample entry is 78 bytes long.
      const avcC = [...boxes(init, entry.body + 78, entry.end)].find((box) => box.type === 'avcC')!;
      const [profile, compatibility, level] = init.subarray(avcC.body + 1, avcC.body + 4) as unknown as [
        number,
        number,
        number,
      ];
      return { id, kind: 'video', timescale, codec: `avc1.${hex(profile)}${hex(compatibility)}${hex(level)}` };
    }
    if (entry.type === 'mp4a')
      return { id, kind: 'audio', timescale, codec: `mp4a.40.${audioObjectType(init, entry)}` };
    throw new Error(`the fixture holds an unexpected codec: ${entry.type}`);
  });
}

/**
 * Cuts a fragmented MP4 apart: everything before the first fragment is the initialisation, each `moof`+`mdat` a segment.
 * @throws Error when the file is not shaped the way `make-fixture.ts` writes it
 */
export function parseFragmented(data: Buffer): Fragmented {
  const top = [...boxes(data, 0, data.length)];
  const firstFragment = top.findIndex((box) => box.type === 'moof');
  if (firstFragment < 0) throw new Error('the file has no fragments');
  const init = data.subarray(0, top[firstFragment]!.start);
  const tracks = readTracks(init);
  const segments: Segment[] = [];
  for (let i = firstFragment; i < top.length; i++) {
    const moof = top[i]!;
    const mdat = top[i + 1];
    if (moof.type !== 'moof') continue;
    if (mdat?.type !== 'mdat') throw new Error('a fragment without data');
    const times = find(data, moof, 'traf').map((traf) => {
      const tfhd = find(data, traf, 'tfhd')[0]!;
      const tfdt = find(data, traf, 'tfdt')[0]!;
      if (data[tfdt.body] !== 1) throw new Error('decode times must be written with 64 bits');
      const track = tracks.find(({ id }) => id === data.readUInt32BE(tfhd.body + 4));
      if (!track) throw new Error('a fragment of an unknown track');
      return { offset: tfdt.body + 4 - moof.start, track, value: data.readBigUInt64BE(tfdt.body + 4) };
    });
    const mfhd = find(data, moof, 'mfhd')[0]!;
    segments.push({ data: data.subarray(moof.start, mdat.end), times, sequenceOffset: mfhd.body + 4 - moof.start });
  }
  return { init, tracks, segments };
}

/** A copy of the segment that plays `seconds` (a whole number) later than in the file, carrying its own sequence number. */
export function moveSegment(segment: Segment, seconds: number, sequence: number): Buffer {
  const data = Buffer.from(segment.data);
  for (const { offset, track, value } of segment.times) {
    data.writeBigUInt64BE(value + BigInt(seconds) * BigInt(track.timescale), offset);
  }
  data.writeUInt32BE(sequence >>> 0, segment.sequenceOffset);
  return data;
}
