import { describe, expect, it } from 'vitest';
import { DoorBook, hashOf, type DoorList, type DoorTicket, type Mark } from './door-book';

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

const ticket = (id: string, serial: number, rest: Partial<DoorTicket> = {}): DoorTicket => ({
  ...{ id, serial, code: '', reference: 'ABCD2345', name: 'Ana M.', category: 'Parquet', source: 'paid' },
  ...{ valid: true, checkedAt: null, device: '', mark: null },
  ...rest,
});

/** A server as plain as the real one's rule: of all marks of a ticket the first by time counts, after the last that took it back. */
function server(tickets: DoorTicket[], clockMs = 0) {
  const marks = new Map<string, Mark & { device: string }>();
  const state = { online: true, loseAnswers: false, marks };
  const list = (): DoorList => ({
    show: { id: 's', title: 'Nuit blanche', startsAt: '2026-11-21T20:00:00Z', timeZone: 'Europe/Paris' },
    tickets: tickets.map((one) => {
      const mine = [...marks.values()].filter((mark) => mark.ticket === one.id).sort((a, b) => (a.at < b.at ? -1 : 1));
      const first = mine.reduce<(typeof mine)[number] | null>(
        (found, mark) => (mark.in ? (found ?? mark) : null),
        null,
      );
      return { ...one, checkedAt: first?.at ?? null, device: first?.device ?? '' };
    }),
    serverTime: new Date(Date.now() + clockMs).toISOString(),
  });
  const ask = async (_: string, method: string, data?: object): Promise<DoorList> => {
    if (!state.online) throw new Error('offline');
    if (method === 'POST') {
      const { device, marks: sent } = data as { device: string; marks: Mark[] };
      for (const mark of sent) if (!marks.has(mark.id)) marks.set(mark.id, { ...mark, device });
    }
    if (state.loseAnswers) throw new Error('lost');
    return list();
  };
  return Object.assign(state, { ask });
}

describe('a device at the door', () => {
  it('knows a ticket by its code, however it is typed, and by its number', async () => {
    const code = await hashOf('7K3M-9QXW-2RTD');
    const { ask } = server([ticket('a', 1, { code }), ticket('b', 12)]);
    const book = new DoorBook('s', storage());
    await book.sync(ask);
    expect(book.find('x', await hashOf(' 7k3m 9qxw 2rtd'))?.id).toBe('a');
    expect(book.find('12', await hashOf('12'))?.id).toBe('b');
    expect(book.find('7K3M', await hashOf('7K3M'))).toBeNull();
  });

  it('keeps what it marked without a network, also over a reload, and sends it once it is back', async () => {
    const desk = server([ticket('a', 1), ticket('b', 2)]);
    const kept = storage();
    const book = new DoorBook('s', kept);
    await book.sync(desk.ask);
    desk.online = false;
    book.mark('a', true);
    await expect(book.sync(desk.ask)).rejects.toThrow('offline');
    const again = new DoorBook('s', kept);
    expect(again.counts()).toEqual({ tickets: 2, arrived: 1, waiting: 1 });
    desk.online = true;
    await again.sync(desk.ask);
    expect(again.counts()).toEqual({ tickets: 2, arrived: 1, waiting: 0 });
    expect(desk.marks.size).toBe(1);
  });

  it('sends a mark again whose answer was lost, and the server counts it once', async () => {
    const desk = server([ticket('a', 1)]);
    const book = new DoorBook('s', storage());
    await book.sync(desk.ask);
    book.mark('a', true);
    desk.loseAnswers = true;
    await expect(book.sync(desk.ask)).rejects.toThrow('lost');
    desk.loseAnswers = false;
    await book.sync(desk.ask);
    expect([desk.marks.size, book.counts().arrived]).toEqual([1, 1]);
  });

  it('learns that another door was first, even if that one tells later', async () => {
    const desk = server([ticket('a', 1)]);
    let time = 1_000_000;
    const north = new DoorBook('s', storage(), () => time);
    const south = new DoorBook('s', storage(), () => time);
    await north.sync(desk.ask);
    await south.sync(desk.ask);
    south.device = 'B';
    south.mark('a', true);
    time += 60_000;
    north.mark('a', true);
    await north.sync(desk.ask);
    await south.sync(desk.ask);
    await north.sync(desk.ask);
    expect(north.stateOf(north.list!.tickets[0]!).device).toBe('B');
  });

  it('takes back, and lets in again', async () => {
    const desk = server([ticket('a', 1)]);
    let time = Date.now();
    const book = new DoorBook('s', storage(), () => (time += 1000));
    await book.sync(desk.ask);
    book.mark('a', true);
    book.mark('a', false);
    expect(book.counts().arrived).toBe(0);
    await book.sync(desk.ask);
    expect(book.counts().arrived).toBe(0);
    book.mark('a', true);
    await book.sync(desk.ask);
    expect(book.counts().arrived).toBe(1);
  });

  it('tells times by the server’s clock, not by a phone that runs wrong', async () => {
    const desk = server([ticket('a', 1)], 3_600_000);
    const book = new DoorBook('s', storage());
    await book.sync(desk.ask);
    book.mark('a', true);
    const at = Date.parse(book.stateOf(book.list!.tickets[0]!).at!);
    expect(Math.abs(at - Date.now() - 3_600_000)).toBeLessThan(2000);
  });

  it('finds by number, order and name, and nothing by one letter', async () => {
    const { ask } = server([ticket('a', 1, { name: 'Zoé Martin', reference: 'QRST6789' }), ticket('b', 2)]);
    const book = new DoorBook('s', storage());
    await book.sync(ask);
    expect(['1', 'qrst', 'martin', 'z'].map((text) => book.search(text).map(({ id }) => id))).toEqual([
      ['a'],
      ['a'],
      ['a'],
      [],
    ]);
  });
});
