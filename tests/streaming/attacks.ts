/**
 * The list of ways to see what one has not paid for, each tried against real WordPress and a real stream server, with *honour
 * everybody* off. A way that comes to nothing is refused on the spot. Where the provider's table says that an address lives on for a
 * while (docs/streaming.md), the attempt hands it over, and the test sees it die in time.
 *
 * Add a way here before you mend what let it through.
 */
import { equal, ok, present, refused } from '../../packages/backend/src/conformance/assert.ts';
import { askVerifier } from '@parterre/backend/verifier';
import { tryRun } from '../../tools/build/process.ts';
import { root } from '../../tools/wordpress/cache.ts';
import { inSeconds, linkHash } from './origin.ts';
import { fetchPlaylist } from './playlist.ts';
import { publish } from './publisher.ts';
import { elsewhere } from './relay.ts';
import { addressOf, copied, look, segment, type Loot, type Scene } from './scene.ts';

/** A way, as a sentence, and the attempt. What it gives back are addresses that may play on until their grant runs out. */
export type Attack = readonly [way: string, attempt: (scene: Scene) => Promise<readonly Loot[] | void>];

const PAGE = 'https://venue.example/shows/tonight/';

/** What stands in a signed address. */
function taken(url: string): { origin: string; sig: string; exp: string; stream: string; file: string } {
  const { origin, pathname } = new URL(url);
  const [, sig = '', exp = '', stream = '', file = ''] = pathname.split('/');
  return { origin, sig, exp, stream, file };
}

/** A buyer inside `show_live`. */
async function inside(scene: Scene, offer = 'offr_live') {
  const { order, token } = await scene.buy(offer);
  const entry = await scene.stage.enter('show_live', token);
  return { order, token, entry, ticket: present(order.tickets[0], 'a ticket').id };
}

async function signedTicket(scene: Scene, token: string): Promise<string> {
  const { signed } = await scene.stage.backend.read('getSession', {}, { session: token });
  return present(signed[0], 'a signed ticket').assertion;
}

async function verifier(scene: Scene, show = 'show_live'): Promise<string> {
  const { verifyUrl } = await scene.stage.backend.read('getShow', { show });
  return present(verifyUrl, 'the address of the verifier');
}

export const attacks: readonly Attack[] = [
  // ── Addresses ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'copy the address to another device',
    async (scene) => {
      const { entry } = await inside(scene);
      const loot = copied(entry.grant);
      equal(await look(loot.url), 'video', 'a fresh copy, which the table allows');
      return [loot];
    },
  ],
  [
    'write a later expiry into the address',
    async (scene) => {
      const { origin, sig, exp, stream, file } = taken(addressOf((await inside(scene)).entry.grant));
      for (const later of [Number(exp) + 1, Number(exp) + 86_400, 9_999_999_999])
        equal(await look(`${origin}/${sig}/${later}/${stream}/${file}`), 403, String(later));
    },
  ],
  [
    'sign an address oneself, with what can be guessed',
    async (scene) => {
      const { origin, stream, file } = taken(addressOf((await inside(scene)).entry.grant));
      const exp = inSeconds(60);
      for (const secret of ['', 'secret', 'stage', 'parterre', 'control'])
        equal(await look(`${origin}/${linkHash(`${exp}|${stream}|${secret}`)}/${exp}/${stream}/${file}`), 403, secret);
    },
  ],
  [
    'put another camera’s, another show’s or a recording’s name into the address',
    async (scene) => {
      const { origin, sig, exp, file } = taken(addressOf((await inside(scene)).entry.grant));
      for (const other of ['backstage', 'early', scene.recording, 'stage.', 'Stage'])
        equal(await look(`${origin}/${sig}/${exp}/${other}/${file}`), 403, other);
    },
  ],
  [
    'climb out of the stream with ../ in every spelling',
    async (scene) => {
      const { origin, sig, exp, stream } = taken(addressOf((await inside(scene)).entry.grant));
      for (const up of ['..%2f', '%2e%2e/', '%2e%2e%2f', '..%252f', '.%2e/', '..%5c', '..;/'])
        ok(
          (await look(`${origin}/${sig}/${exp}/${stream}/${up}backstage/master.m3u8`)) !== 'video',
          `${up} leads to backstage`,
        );
    },
  ],
  [
    'ask for a segment without a token, or with another stream’s',
    async (scene) => {
      const url = addressOf((await inside(scene)).entry.grant);
      const { origin, sig, exp } = taken(url);
      const { segments } = await fetchPlaylist(url.replace('master.m3u8', 'index.m3u8'));
      const file = present(segments.at(-1), 'a segment').file;
      equal(await segment(url.replace('master.m3u8', file)), 'video', 'with its own');
      for (const path of [`stage/${file}`, `hls/stage/${file}`, `/stage/${file}`, file])
        ok((await segment(`${origin}/${path}`)) !== 'video', path);
      const backstage = `${scene.origin.signed('backstage', inSeconds(60))}/index.m3u8`;
      const other = present((await fetchPlaylist(backstage)).segments.at(-1), 'a segment').file;
      equal(await segment(`${origin}/${sig}/${exp}/backstage/${other}`), 403, 'backstage with the stage’s');
    },
  ],
  [
    'embed the address on a page of another site',
    async (scene) => {
      const url = addressOf((await inside(scene)).entry.grant);
      for (const origin of ['https://elsewhere.example', 'null', 'https://venue.example.elsewhere.example']) {
        const { headers } = await fetch(url, { headers: { origin, referer: `${origin}/` } });
        equal(headers.get('access-control-allow-origin'), null, `what a browser on ${origin} is told`);
      }
    },
  ],
  [
    'call the site from a page of another site',
    async (scene) => {
      const { token } = await inside(scene);
      const response = await fetch(`${scene.api}/entries`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://elsewhere.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization, content-type',
        },
      });
      equal(response.headers.get('access-control-allow-origin'), null, `what a browser is told (${token.length})`);
    },
  ],
  [
    'read an address, or the secret, from what anybody can fetch',
    async (scene) => {
      const { entry, token } = await inside(scene);
      await scene.stage.post(token, 'Hello');
      const show = JSON.stringify(await scene.stage.backend.read('getShow', { show: 'show_live' }));
      const room = present(entry.roomUrl, 'the room');
      const texts = [show, await (await fetch(`${room}head.json`)).text(), await (await fetch(scene.stack.url)).text()];
      const { uploads } = { uploads: `${scene.stack.www}/wp-content/uploads/parterre` };
      const { globSync, readFileSync } = await import('node:fs');
      for (const file of globSync(`${uploads}/**/*.{json,txt,html,log,js}`, {})) texts.push(readFileSync(file, 'utf8'));
      for (const file of globSync(`${uploads}/**/*.php`, {}))
        texts.push(await (await fetch(`${scene.stack.url}${file.slice(scene.stack.www.length)}`)).text());
      for (const text of texts)
        ok(!text.includes(scene.origin.url) && !text.includes(scene.origin.secret), `found in ${text.slice(0, 200)}`);
    },
  ],

  // ── Getting in ────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'come without a session, or with one that is made up',
    async (scene) => {
      const enter = (session?: string) =>
        scene.stage.backend.act('enter', { show: 'show_live', device: 'device_1' }, { session });
      await refused(enter(), 'session_required', 'without one');
      for (const made of ['A'.repeat(43), 'x', "' OR 1=1 -- "])
        await refused(enter(made), ['session_expired', 'session_required', 'bad_request'], made);
    },
  ],
  [
    'order and not pay',
    async (scene) => {
      const { token } = await scene.stage.order('offr_live', { email: 'never@example.org' });
      await refused(scene.stage.enter('show_live', token), 'no_ticket', 'entering');
    },
  ],
  [
    'come with a ticket for another show',
    async (scene) => {
      const { token } = await scene.buy('offr_doors');
      await refused(scene.stage.enter('show_live', token), 'no_ticket', 'the live show');
      const open = await scene.stage.backend.act('startSession', { show: 'show_open', device: 'A browser' });
      await refused(scene.stage.enter('show_live', open.token), 'no_ticket', 'with an open show’s session');
    },
  ],
  [
    'come before doors, and stretch the test clip',
    async (scene) => {
      const { token } = await scene.buy('offr_soon');
      await refused(scene.stage.enter('show_soon', token), 'not_open_yet', 'entering');
      const { grant } = await scene.stage.backend.act(
        'enter',
        { show: 'show_soon', device: 'device_1', mode: 'test' },
        { session: token },
      );
      const { origin, sig, exp, stream, file } = taken(present(grant?.cameras[0]?.url, 'the clip'));
      equal(stream, 'test', 'what the clip is');
      for (const other of ['stage', 'early']) equal(await look(`${origin}/${sig}/${exp}/${other}/${file}`), 403, other);
    },
  ],
  [
    'watch the rehearsal from the doors',
    async (scene) => {
      const { token } = await scene.buy('offr_doors');
      const entry = await scene.stage.enter('show_doors', token);
      equal(entry.grant, null, 'what entering gives');
      equal((await scene.stage.heartbeat(entry.lease.id, token)).grant, null, 'what the heartbeat gives');
      const live = taken(addressOf((await inside(scene)).entry.grant));
      equal(await look(`${live.origin}/${live.sig}/${live.exp}/early/${live.file}`), 403, 'with tonight’s address');
      equal(await look(`${live.origin}/early/master.m3u8`), 404, 'without one');
    },
  ],
  [
    'ask the back office for the pictures of its desk and of a replay that is being cut',
    async (scene) => {
      const { token } = await inside(scene);
      const desk = `${scene.stack.url}/wp-json/parterre-admin/v1`;
      const tries: [method: string, path: string][] = [
        ['POST', '/desk/show_doors/picture'],
        ['GET', '/desk/show_doors'],
        ['GET', '/shows/show_live/replay/preview?camera=stage'],
        ['GET', '/shows/show_live/replay'],
        ['GET', '/shows/show_live'],
      ];
      for (const [method, path] of tries) {
        for (const headers of [
          {} as Record<string, string>,
          { authorization: `Bearer ${token}` },
          { 'x-wp-nonce': 'abcdef0123' },
        ]) {
          const { status } = await fetch(`${desk}${path}`, { method, headers });
          ok(status === 401 || status === 403, `${method} ${path}: ${status}`);
        }
      }
    },
  ],
  [
    'look through the camera that costs more',
    async (scene) => {
      const { entry, token } = await inside(scene);
      const cameras = async () => [
        entry.grant,
        (await scene.stage.enter('show_live', token, 'device_2')).grant,
        (
          await askVerifier(await verifier(scene), {
            ...{ show: 'show_live', device: 'device_3' },
            assertion: await signedTicket(scene, token),
          })
        ).grant,
      ];
      for (const grant of await cameras()) {
        const backstage = present(grant, 'a grant').cameras.find(({ camera }) => camera === 'backstage');
        equal([backstage?.url, backstage?.missing], [null, 'camera:backstage'], 'backstage');
      }
    },
  ],
  [
    'come with an address while nobody is honoured',
    async (scene) => {
      const proof = { type: 'address', email: 'guest@example.org', locale: 'en' } as const;
      const knock = { show: 'show_live', device: 'device_1', proof };
      await refused(scene.stage.backend.act('honour', knock), 'not_honoured', 'at the site');
      await refused(askVerifier(await verifier(scene), knock), 'not_honoured', 'at the verifier');
    },
  ],
  [
    'show the verifier a signed ticket that is forged, of another show, of an older epoch, or taken back',
    async (scene) => {
      const { token, ticket } = await inside(scene);
      const assertion = await signedTicket(scene, token);
      const knock = async (shown: string, show = 'show_live') =>
        askVerifier(await verifier(scene, show), { show, device: 'device_1', assertion: shown });
      equal(await look(addressOf((await knock(assertion)).grant)), 'video', 'a good one');
      const [claims = '', signature = ''] = assertion.split('.');
      const bought = Buffer.from(claims, 'base64url')
        .toString()
        .replace(/"exp":\d+/, '"exp":9999999999');
      await refused(knock(`${Buffer.from(bought).toString('base64url')}.${signature}`), 'assertion_invalid', 'forged');
      await refused(knock(assertion, 'show_doors'), 'assertion_invalid', 'at another show');
      const early = await scene.buy('offr_soon');
      const soon = (await scene.stage.backend.read('getSession', {}, { session: early.token })).signed[0];
      if (soon) await refused(knock(soon.assertion, 'show_soon'), 'not_open_yet', 'before doors');
      await scene.stage.send({ cmd: 'voidTicket', ticket });
      await refused(knock(assertion), 'ticket_void', 'taken back');
      const other = await inside(scene);
      const older = await signedTicket(scene, other.token);
      await scene.stage.send({ cmd: 'raiseEpoch', show: 'show_live' });
      await refused(knock(older), 'assertion_stale', 'of an older epoch');
    },
  ],

  // ── Staying in ────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'go on watching with a ticket that was refunded',
    async (scene) => {
      const { entry, token, ticket } = await inside(scene);
      const loot = copied(entry.grant);
      await scene.stage.send({ cmd: 'voidTicket', ticket });
      await refused(scene.stage.heartbeat(entry.lease.id, token), 'ticket_void', 'the next heartbeat');
      for (const device of ['device_1', 'device_2'])
        await refused(scene.stage.enter('show_live', token, device), 'ticket_void', device);
      return [loot];
    },
  ],
  [
    'share one session with everybody: a third device takes the place of the first',
    async (scene) => {
      const { entry, token } = await inside(scene);
      const loot = copied(entry.grant);
      const second = await scene.stage.enter('show_live', token, 'device_2');
      const third = await scene.stage.enter('show_live', token, 'device_3');
      await refused(scene.stage.heartbeat(entry.lease.id, token), 'lease_lost', 'the first');
      await scene.stage.heartbeat(second.lease.id, token);
      await scene.stage.heartbeat(third.lease.id, token);
      return [loot];
    },
  ],
  [
    'keep somebody else’s place warm, or one’s own with somebody else’s session',
    async (scene) => {
      const mine = await inside(scene);
      const other = await inside(scene);
      await refused(scene.stage.heartbeat(mine.entry.lease.id, other.token), 'not_found', 'with another session');
      const nobody = await scene.stage.backend.act('startSession', { show: 'show_open', device: 'A browser' });
      await refused(scene.stage.heartbeat(mine.entry.lease.id, nobody.token), 'not_found', 'with none');
    },
  ],
  [
    'ask for grants again and again to have one that outlives them all',
    async (scene) => {
      const { entry, token } = await inside(scene);
      const loot = [copied(entry.grant)];
      for (let again = 0; again < 3; again++) loot.push(copied((await scene.stage.enter('show_live', token)).grant));
      for (const { url, since } of loot)
        ok(Number(taken(url).exp) * 1000 - since <= 13_000, 'a grant that lasts longer');
      return loot;
    },
  ],
  [
    'leave and go on watching',
    async (scene) => {
      const { entry, token } = await inside(scene);
      const loot = copied(entry.grant);
      await scene.stage.backend.act('leave', { lease: entry.lease.id }, { session: token });
      await refused(scene.stage.heartbeat(entry.lease.id, token), 'lease_lost', 'the heartbeat');
      return [loot];
    },
  ],
  [
    'hand the ticket on and keep watching',
    async (scene) => {
      const { order, token, email } = await scene.buy('offr_live');
      const ticket = present(order.tickets[0], 'a ticket').id;
      const fan = await scene.stage.fan(email);
      const entry = await scene.stage.enter('show_live', fan, 'device_9');
      const assertion = await signedTicket(scene, fan);
      await scene.stage.backend.act(
        'transferTicket',
        { ticket, email: 'kim@example.org', page: PAGE, locale: 'en' },
        { session: fan },
      );
      await scene.stage.redeem((await scene.stage.mailTo('kim@example.org')).secret);
      await refused(scene.stage.heartbeat(entry.lease.id, fan), 'ticket_void', 'the heartbeat');
      await refused(scene.stage.enter('show_live', token), 'no_ticket', 'the order’s session');
      await refused(
        askVerifier(await verifier(scene), { show: 'show_live', device: 'device_9', assertion }),
        'assertion_stale',
        'the signed ticket',
      );
      return [copied(entry.grant)];
    },
  ],

  [
    'have an address that lasts the show, as a television needs it, for every friend',
    async (scene) => {
      const { entry, token, ticket } = await inside(scene);
      const cast = (lease: string, session: string) =>
        scene.stage.backend.act('cast', { lease, screen: 'other' }, { session });
      const { grant } = await cast(entry.lease.id, token);
      const url = addressOf(grant);
      equal(await look(url), 'video', 'the one address, which the table allows until the show is over');
      const { origin, sig, exp, file } = taken(url);
      for (const other of ['backstage', 'early', scene.recording])
        equal(await look(`${origin}/${sig}/${exp}/${other}/${file}`), 403, other);
      const second = await scene.stage.enter('show_live', token, 'device_2');
      equal((await cast(second.lease.id, token)).grant?.expiresAt, grant?.expiresAt, 'asked for by another device');
      const stranger = await inside(scene);
      await refused(cast(second.lease.id, stranger.token), ['lease_lost', 'not_found'], 'with somebody else’s session');
      await scene.stage.send({ cmd: 'voidTicket', ticket });
      await refused(cast(second.lease.id, token), 'ticket_void', 'with a ticket that was taken back');
    },
  ],

  // ── The replay ────────────────────────────────────────────────────────────────────────────────────────────────────────
  [
    'watch the replay with a ticket for the live show alone, or after one’s own window',
    async (scene) => {
      const live = await inside(scene);
      const replay = await scene.buy('offr_replay');
      const entry = await scene.stage.enter('show_replay', replay.token);
      const { url } = copied(entry.grant);
      equal(await look(url), 'video', 'in its window');
      await refused(scene.stage.enter('show_replay', live.token), 'no_ticket', 'with tonight’s ticket');
      const ticket = present(replay.order.tickets[0], 'a ticket').id;
      await scene.stack.sql(`UPDATE wp_parterre_tickets SET valid_until = 1 WHERE id = '${ticket}'`);
      await refused(
        scene.stage.heartbeat(entry.lease.id, replay.token),
        ['show_over', 'ticket_void'],
        'the heartbeat after it',
      );
      await refused(scene.stage.enter('show_replay', replay.token), ['show_over', 'no_ticket'], 'entering after it');
      return [copied(entry.grant)];
    },
  ],
  [
    'go on after the show was paused, called off, or ended',
    async (scene) => {
      const { entry, token } = await inside(scene, 'offr_both');
      const at = await scene.stage.instant();
      await scene.stage.send({ cmd: 'signals', show: 'show_live', signals: { pausedAt: at } });
      equal((await scene.stage.heartbeat(entry.lease.id, token)).grant, null, 'paused');
      await scene.stage.send({ cmd: 'signals', show: 'show_live', signals: { pausedAt: null, endedAt: at } });
      equal((await scene.stage.heartbeat(entry.lease.id, token)).grant, null, 'ended');
      equal((await scene.stage.enter('show_live', token, 'device_2')).grant, null, 'entering when it has ended');
      await scene.stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: null } });
      await scene.stage.send({ cmd: 'status', show: 'show_live', status: 'cancelled' });
      await refused(scene.stage.heartbeat(entry.lease.id, token), ['show_cancelled', 'ticket_void'], 'called off');
      await scene.stage.send({ cmd: 'status', show: 'show_live', status: 'confirmed' });
      return [copied(entry.grant)];
    },
  ],

  // ── The stream server itself ──────────────────────────────────────────────────────────────────────────────────────────
  [
    'send something else under a guessed name',
    async (scene) => {
      for (const streamKey of ['stage', 'early2', `stage?key=${'A'.repeat(22)}`]) {
        const guess = await publish(scene.origin.rtmp, streamKey);
        await guess.ended;
        await guess.stop();
      }
      equal(await scene.origin.recordings('early2'), [], 'what came of it');
      equal((await scene.origin.recordings('stage')).length, 1, 'sendings of the stage');
    },
  ],
  [
    'watch by RTMP under a guessed name, or with a key that was read over somebody’s shoulder',
    async (scene) => {
      const relay = await elsewhere(scene.origin.rtmpPort);
      try {
        const names = ['stage', 'early', scene.origin.streamKey('stage'), scene.recording];
        const probes = names.map((name) =>
          tryRun(
            'ffprobe',
            ['-v', 'error', '-rw_timeout', '5000000', '-show_streams', `rtmp://127.0.0.1:${relay.port}/live/${name}`],
            { cwd: root },
          ),
        );
        for (const [index, { status, output }] of (await Promise.all(probes)).entries())
          ok(status !== 0 && !output.includes('codec_name'), `by ${names[index]}: ${output.slice(0, 200)}`);
      } finally {
        await relay.stop();
      }
    },
  ],
];
