// A venue whose server is this page: seeds it, names it `memory` for the tags, and drives it as the desk would.
import { createMemoryBackend, defineBackend, demoSeed } from './parterre/memory/memory.js';

const SHOW = 'show_lune_rousse';
const MINUTE = 60_000;

/** Pictures of the demo venue by the slug of what they show. */
const PICTURES = {
  'lune-rousse': 'ember',
  'nuit-blanche': 'current',
  'grande-maree': 'halo',
  'les-balances': 'moonlight',
  velours: 'velvet',
  tee: 'shirt',
  affiche: 'poster',
  vinyle: 'vinyl',
};

/** Asks for a signed address, as a server does when it lets somebody in. */
async function signPlayback({ camera, mode }) {
  const streams = camera === 'salle' ? ['backstage', 'replay-backstage'] : ['stage', 'replay'];
  const stream = streams[mode === 'live' ? 0 : 1];
  const answer = await fetch(`stage-sign?stream=${stream}`);
  if (!answer.ok) throw new Error(`The stage does not sign: ${answer.status}`);
  return (await answer.json()).url;
}

const backend = createMemoryBackend({
  seed: demoSeed({
    site: location.origin,
    picture: (name) => (PICTURES[name] ? new URL(`venue/${PICTURES[name]}.webp`, location.href).href : null),
  }),
  name: 'pages',
  storage: sessionStorage,
  signPlayback,
});
defineBackend('memory', backend);

const ago = (minutes) => new Date(Date.now() - minutes * MINUTE).toISOString();
const none = { liveAt: null, pausedAt: null, endedAt: null, replayAt: null };
/** What has happened when a show is in a phase; `announced` and `doors` are the clock's, so they are forced. */
const SIGNALS = {
  announced: () => ({ ...none, forced: 'announced' }),
  doors: () => ({ ...none, forced: 'doors' }),
  live: () => ({ ...none, forced: null, liveAt: ago(20) }),
  paused: () => ({ ...none, forced: null, liveAt: ago(20), pausedAt: ago(1) }),
  ended: () => ({ ...none, forced: null, liveAt: ago(90), endedAt: ago(1) }),
  replay: () => ({ ...none, forced: null, liveAt: ago(120), endedAt: ago(60), replayAt: ago(30) }),
};

const press = (name, value) => {
  for (const button of document.querySelectorAll(`button[name="${name}"]`))
    button.setAttribute('aria-pressed', String(button.value === value));
};

const actions = {
  phase: (value) => backend.desk.setSignals(SHOW, SIGNALS[value]()),
  language: (value) => document.documentElement.setAttribute('lang', value),
  scheme: (value) => document.documentElement.setAttribute('class', value),
  forget: () => {
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key.startsWith('parterre')) localStorage.removeItem(key);
    location.reload();
  },
};

const desk = document.querySelector('#desk');
desk.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  actions[button.name](button.value);
  press(button.name, button.value);
});
desk.addEventListener('change', ({ target }) => {
  if (target.name === 'slow') backend.faults.latencyMs = target.checked ? 3000 : 0;
  if (target.name === 'down') backend.faults.fail = () => (target.checked ? 'unavailable' : null);
});
press('phase', 'live');
press('language', document.documentElement.lang);
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
actions.scheme(dark ? 'dark' : 'light');
press('scheme', dark ? 'dark' : 'light');

const mails = document.querySelector('#mails');
setInterval(() => {
  for (const mail of backend.mailbox.slice(mails.childElementCount)) {
    const item = document.createElement('li');
    const text = document.createElement('p');
    text.textContent = `${mail.to} · ${mail.subject}${mail.code ? ` · code ${mail.code}` : ''}`;
    const link = document.createElement('a');
    link.href = mail.link;
    link.textContent = 'Le lien de ce mail';
    item.append(text, link);
    mails.append(item);
  }
}, 1000);
