// The evening that is photographed: how far the live show is, who runs it, and who is there.
import { buy, say } from '../fan.ts';
import { PAGES, type World } from '../world.ts';
import { words as dictionaries } from '../words.ts';

export const SHOW = 'show_demo_ember';
/** Who runs the stage: a login whose password is `admin`, as the stack's administrator's is. */
export const CREW = 'camille';

/** `before`: the sound check; `lost`: live, and the stage's picture has stopped coming. */
export type Standing = 'before' | 'doors' | 'live' | 'lost';

const MINUTE = 60_000;
/** Devices that are inside beside those which are photographed. */
const INSIDE = 58;

/** What the room says before the first picture is taken. */
const TALK = [
  ['Mia', 'On est au complet, du balcon jusqu’à Montréal 🌙'],
  ['Théo & Jo', 'La basse !! Même sur mon téléphone.'],
  ['نور', 'تحية من تونس'],
  ['Béa', 'Premier rang, comme d’habitude. Sauf que j’ai mes chaussons.'],
  ['Sacha', 'Quelqu’un a le titre de celle-ci ?'],
] as const;

const php = (world: World, code: string): Promise<string> =>
  world.venue.stack.wp('eval', `$of = [Parterre\\Plugin::instance(), 'get']; $show = '${SHOW}'; ${code}`);

/** Those who are there whatever is photographed. */
export async function gather(world: World): Promise<void> {
  const { stack } = world.venue;
  // Portraits come from another host.
  await stack.wp('option', 'update', 'show_avatars', '0');
  await stack.wp(
    ...['user', 'create', CREW, 'camille@parterre.example', '--role=parterre_stage', '--user_pass=admin'],
    '--display_name=Camille',
  );
}

/** A full room: devices inside, what their players have told in the last half hour, and what was said. */
export async function fillRoom(world: World): Promise<void> {
  await php(
    world,
    `$now = (int) (microtime(true) * 1000);
    for ($i = 0; $i < ${INSIDE}; $i++) {
      $of(Parterre\\Store\\Db::class)->insert('leases', [
        'id' => "leas_guest_$i", 'show_id' => $show, 'ticket_id' => null, 'session_id' => "sess_guest_$i", 'device' => "devi_guest_$i",
        'state' => 'held', 'mode' => 'live', 'watched_ms' => 0, 'counted' => 1, 'created_at' => $now, 'renewed_at' => $now,
        'expires_at' => $now + 7200000, 'grant_until' => null, 'kept_until' => null,
      ]);
    }
    $of(Parterre\\Store\\Db::class)->change('DELETE FROM {picture_minutes} WHERE show_id = ?', [$show]);
    // Half an hour back, and as far ahead as taking the pictures may last.
    for ($minute = -30; $minute < 60; $minute++) {
      $rows = [];
      $most = min(${INSIDE}, 30 + (int) (1.2 * ($minute + 30)) - ($minute * $minute * 7) % 4);
      for ($i = 0; $i < $most; $i++) {
        $stalled = $minute === -11 && $i % 3 === 0 ? 7000 : ($i % 29 === 0 ? 900 : 0);
        $rows[] = ['lease_id' => "leas_guest_$i", 'camera' => $i % 4 === 0 ? 'backstage' : 'stage', 'watched_ms' => 60000 - $stalled,
          'quality' => ['rebufferMs' => $stalled, 'rebufferCount' => (int) ($stalled > 0), 'droppedFrames' => 0,
            'startupMs' => 620 + ($i * 137) % 900, 'latencyMs' => 6100 + ($i * 71) % 1400, 'bitrate' => $i % 5 === 0 ? 1400000 : 3600000,
            'errors' => $minute === -11 && $i % 9 === 0 ? ['PA41'] : []]];
      }
      $of(Parterre\\Store\\Pictures::class)->keepMinute($show, intdiv($now, 60000) + $minute, Parterre\\Streaming\\Watch\\Quality::ofMinute($rows));
    }`,
  );
  const words = dictionaries.fr;
  for (const [index, [name, text]] of TALK.entries()) {
    const guest = await world.person();
    await guest.page.goto(world.site + PAGES.fr.live);
    await buy(guest.page, words, `guest-${index}@parterre.example`);
    await say(guest.page, words, text, name);
    await guest.context.close();
  }
}

/** Puts the evening where it shall stand, as its crew would have brought it there; fans who are here see it too. */
export async function put(world: World, standing: Standing): Promise<void> {
  const { stage, stack } = world.venue;
  stage.control({ action: 'reset' });
  const now = Date.now();
  const started = Math.floor((now - 35 * MINUTE) / (15 * MINUTE)) * 15 * MINUTE;
  const runs = standing === 'live' || standing === 'lost';
  const startsAt = runs ? started : now + (standing === 'doors' ? 6 : 80) * MINUTE;
  const liveAt = runs ? started + 2 * MINUTE : null;
  const columns = {
    doors_at: startsAt - 45 * MINUTE,
    starts_at: startsAt,
    ends_at: startsAt + 180 * MINUTE,
    live_at: liveAt,
    ...{ paused_at: null, ended_at: null, replay_at: null, forced: null, held_at: null, notice: null, notice_at: null },
  };
  await php(
    world,
    `$of(Parterre\\Realtime\\Announcer::class)->phase($show, json_decode('${JSON.stringify(columns)}', true), 'desk');
    $of(Parterre\\Realtime\\Announcer::class)->showChanged($show);`,
  );
  await stack.sql(
    `DELETE FROM wp_parterre_audit WHERE subject = '${SHOW}' AND action LIKE 'stage.%';
     INSERT INTO wp_parterre_audit (at, user_id, action, subject, detail)
       SELECT live_at, wp_users.ID, 'stage.live', '${SHOW}', '{}' FROM wp_users, wp_parterre_shows
       WHERE user_login = '${CREW}' AND wp_parterre_shows.id = '${SHOW}' AND live_at IS NOT NULL;`,
  );
  if (standing === 'lost')
    for (const stream of ['stage', 'stage-backup']) stage.control({ action: 'cut', stream, seconds: 600 });
}

/** Does what is pressed at the desk. */
export const act = (world: World, what: 'pause' | 'end', sentence = ''): Promise<string> =>
  php(
    world,
    `$of(Parterre\\Streaming\\Stage::class)->act($show, '${what}', 'desk', get_user_by('login', '${CREW}')->ID, '${sentence}');`,
  );
