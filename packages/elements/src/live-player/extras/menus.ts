/** The menus over a picture: native radio buttons and checkboxes, so that arrows, space and screen readers work as everywhere. */
import type { CameraGrant } from '@parterre/protocol';
import type { Playback } from '@parterre/playback';
import { formatClock } from '@parterre/rules/duration';
import { html, nothing, type TemplateResult } from 'lit';
import type { Preferences } from '../preferences.ts';
import type { ExtrasStrings } from './extras.en.ts';
import type { Menu } from './extras.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

export interface MenuView {
  readonly strings: ExtrasStrings;
  readonly playback: Playback;
  /** BCP 47, for numbers and names of languages. */
  readonly tag: string;
  readonly chosen: Preferences;
  /** When this person's replay ends, in words; null where it does not. */
  readonly until: string | null;
  /** The code over the picture; null without one. */
  readonly mark: string | null;
  /** Where the strip under the picture cannot be seen. */
  readonly cameras: readonly CameraGrant[];
  readonly hasChat: boolean;
  /** From the lower edge of the screen, over everything. */
  readonly isSheet: boolean;
  onCamera(camera: CameraGrant): void;
  choose(part: Partial<Preferences>): void;
  listen(audioOnly: boolean): void;
  open(menu: Menu): void;
  close(): void;
}

export function menuOf(menu: Menu, view: MenuView): TemplateResult {
  const { strings, isSheet } = view;
  const [title, content] = {
    captions: () => [strings.captions, captionsMenu(view)] as const,
    settings: () => [strings.settings, settingsMenu(view)] as const,
    chapters: () => [strings.chapters, chaptersMenu(view)] as const,
    keys: () => [strings.keys, keysMenu(view)] as const,
  }[menu]();
  // Beside a sheet is its backdrop, which has no element of its own.
  const beside = (event: MouseEvent) => {
    const { top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (isSheet && event.clientY > 0 && event.clientY < top) view.close();
  };
  return html`<div
    class="menu ${isSheet ? 'sheet' : ''}"
    id="menu"
    role="group"
    aria-label=${title}
    popover=${isSheet ? 'manual' : nothing}
    @click=${beside}
  >
    ${
      isSheet
        ? html`<button class="done" type="button" @click=${() => view.close()}>${strings.close}</button>`
        : nothing
    }
    ${content}
  </div>`;
}

// ── Captions ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function captionsMenu({ strings, playback, chosen, choose }: MenuView): TemplateResult {
  const { captions, caption } = playback.state;
  const choices = [
    { label: strings.captionsOff, checked: caption === null, choose: () => playback.setCaption(null) },
    ...captions.map(({ id, label, language }) => ({
      label,
      lang: language,
      checked: caption === id,
      choose: () => playback.setCaption(id),
    })),
  ];
  const sizes = (['small', 'medium', 'large'] as const).map((size) => ({
    label: strings.sizes[size],
    checked: chosen.size === size,
    choose: () => choose({ size }),
  }));
  const grounds = (['dark', 'none'] as const).map((ground) => ({
    label: strings.grounds[ground],
    checked: chosen.ground === ground,
    choose: () => choose({ ground }),
  }));
  return html`${group(strings.captions, 'captions', choices)} ${group(strings.size, 'size', sizes, true)}
  ${group(strings.ground, 'ground', grounds, true)}`;
}

// ── Settings ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function settingsMenu(view: MenuView): TemplateResult {
  const { strings, playback, chosen, choose, listen, cameras, tag } = view;
  const { levels, level, height, mode, rate, camera, audioOnly } = playback.state;
  const lines = (value: number | null, bitrate: number) =>
    value ? `${value}p` : `${Math.round(bitrate / 1000)} kbit/s`;
  const isAuto = level === null && !audioOnly;
  const quality = [
    {
      label: strings.qualityAuto(isAuto && height ? `${height}p` : null),
      checked: isAuto,
      choose: () => playback.setLevel(null),
    },
    ...levels.map((one) => ({
      label: lines(one.height, one.bitrate),
      checked: one.id === level && !audioOnly,
      choose: () => playback.setLevel(one.id),
    })),
  ];
  const speed = SPEEDS.map((value) => ({
    label: `${new Intl.NumberFormat(tag).format(value)}×`,
    checked: value === rate,
    choose: () => playback.setRate(value),
  }));
  const angles = cameras.map((one) => ({
    label: one.label,
    checked: one.camera === camera,
    choose: () => view.onCamera(one),
  }));
  const chat = (['beside', 'over', 'none'] as const).map((place) => ({
    label: strings.chatPlaces[place],
    checked: chosen.chat === place,
    choose: () => choose({ chat: place }),
  }));
  return html`${angles.length > 1 ? group(strings.cameras, 'camera', angles) : nothing}
    ${levels.length > 1 ? group(strings.quality, 'quality', quality, true) : nothing}
    ${mode === 'replay' ? group(strings.speed, 'speed', speed, true) : nothing}
    <div class="switches">
      ${toggle(strings.audioOnly, strings.audioOnlyWhy, audioOnly, listen)}
      ${toggle(strings.saving, strings.savingWhy, chosen.saving, (saving) => choose({ saving }))}
    </div>
    ${view.hasChat ? group(strings.chat, 'chat', chat, true) : nothing}
    ${view.until ? html`<p class="until">${strings.until(view.until)}</p>` : nothing}
    ${view.mark ? html`<p class="until mark">${strings.mark(`${view.mark.slice(0, 4)} ${view.mark.slice(4)}`)}</p>` : nothing}
    <button class="entry" type="button" @click=${() => view.open('keys')}>${strings.keys}</button>`;
}

// ── Chapters ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function chaptersMenu({ strings, playback, close }: MenuView): TemplateResult {
  const { chapters, currentTime } = playback.state;
  const present = chapters.findLast(({ seconds }) => seconds <= currentTime + 0.1);
  const choices = chapters.map((chapter) => ({
    label: chapter.title,
    detail: formatClock(chapter.seconds),
    checked: chapter === present,
    choose: () => {
      playback.seek(chapter.seconds);
      close();
    },
  }));
  return group(strings.chapters, 'chapter', choices);
}

// ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function keysMenu({ strings, chosen, choose, playback }: MenuView): TemplateResult {
  const isLive = playback.state.mode === 'live';
  const keys: readonly (readonly [string, string])[] = [
    [`K, ${strings.space}`, strings.keyToggle],
    ['J, ←', strings.keyBack],
    ['L, →', strings.keyForward],
    ['0 – 9', strings.keyTenths],
    [strings.home, strings.keyBegin],
    [strings.end, isLive ? strings.keyLive : strings.keyEnd],
    ['↑, ↓', strings.keyVolume],
    ['M', strings.keyMute],
    ['C', strings.keyCaptions],
    ['F', strings.keyFullscreen],
    ['I', strings.keyInset],
    ...(playback.state.chapters.length > 0 ? [['P, N', strings.keyChapters] as const] : []),
    ['?', strings.keys],
  ];
  return html`<div class="switches">
      ${toggle(strings.shortcutsOn, strings.shortcutsWhy, chosen.shortcuts, (shortcuts) => choose({ shortcuts }))}
    </div>
    <dl class="keys">
      ${keys.map(
        ([key, does]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>`;
}

// ── Parts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Choice {
  readonly label: string;
  /** At the other end of the line. */
  readonly detail?: string;
  readonly lang?: string;
  readonly checked: boolean;
  choose(): void;
}

/** One question with its answers. `inRow`: short answers, side by side. */
function group(label: string, name: string, choices: readonly Choice[], inRow = false): TemplateResult {
  return html`<fieldset class=${inRow ? 'short' : ''}>
    <legend>${label}</legend>
    <div>
      ${choices.map(
        (choice) =>
          html`<label class=${choice.checked ? 'on' : ''} lang=${choice.lang || nothing}>
            <input type="radio" name=${name} .checked=${choice.checked} @change=${() => choice.choose()} /><span
              >${choice.label}</span
            >${choice.detail ? html`<time>${choice.detail}</time>` : nothing}
          </label>`,
      )}
    </div>
  </fieldset>`;
}

function toggle(label: string, why: string, on: boolean, change: (on: boolean) => void): TemplateResult {
  return html`<label class="switch">
    <input
      type="checkbox"
      role="switch"
      .checked=${on}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
    />
    <span>${label}<small>${why}</small></span>
  </label>`;
}
