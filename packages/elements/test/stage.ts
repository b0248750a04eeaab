/**
 * What component tests stand on: a memory backend that sells on this origin, tags on a page in a language, and waiting for
 * what the page shows rather than for time.
 */
import { createMemoryBackend, demoSeed, type MemoryBackend, type MemoryOptions } from '@parterre/backend/memory';
import { fixture, waitUntil } from '@open-wc/testing';
import type { LitElement, TemplateResult } from 'lit';
import { resetSessions } from '../src/session/registry.ts';

/** Test files run side by side and share one `localStorage`: each keeps to names of its own. */
const FILE = Math.random().toString(36).slice(2);
let count = 0;

/** A fresh server of the demo venue; its address is new each time, so that no test inherits another's session. */
export function memory(options: Partial<MemoryOptions> = {}): MemoryBackend {
  return createMemoryBackend({
    seed: demoSeed({ site: location.origin }),
    name: `test-${FILE}-${++count}`,
    ...options,
  });
}

/** Puts a template on a page of this language and answers its first element, once updated. */
export async function onPage<T extends HTMLElement>(template: TemplateResult, lang = 'en'): Promise<T> {
  const parent = document.createElement('div');
  parent.lang = lang;
  return fixture<T>(template, { parentNode: document.body.appendChild(parent) });
}

/** Forgets every session and what earlier tests left behind. */
export function clearStage(): void {
  resetSessions();
  for (const key of Object.keys(localStorage)) if (key.includes(FILE)) localStorage.removeItem(key);
  history.replaceState(null, '', location.pathname + location.search);
}

/** All that a tag shows, as a reader sees it: white space folded. */
export const textOf = (tag: LitElement): string => (tag.renderRoot.textContent ?? '').replace(/[ \n\t]+/g, ' ').trim();

/** What the tag's live region says now. */
export const announced = (tag: LitElement): string =>
  (tag.renderRoot.querySelector('[role=status]')?.textContent ?? '').replace('\u200B', '').trim();

/** Waits until something is there, and says what the tag shows if it never comes. */
async function until<T>(tag: LitElement, what: string, find: () => T | undefined | null | false): Promise<T> {
  try {
    await waitUntil(find, what, { timeout: 3000 });
  } catch {
    throw new Error(`${what}; the tag shows: ${textOf(tag)}`);
  }
  return find() as T;
}

/** Waits until the tag shows a text. */
export async function shows(tag: LitElement, text: string | RegExp): Promise<void> {
  const seen = () => (typeof text === 'string' ? textOf(tag).includes(text) : text.test(textOf(tag)));
  await until(tag, `should show ${String(text)}`, seen);
}

/** The button or link with this name, once it is there. */
export async function control(tag: LitElement, name: string | RegExp): Promise<HTMLElement> {
  const find = () =>
    [...tag.renderRoot.querySelectorAll<HTMLElement>('button, a, summary')].find((one) => {
      const text = (one.getAttribute('aria-label') ?? one.textContent ?? '').replace(/\s+/g, ' ').trim();
      return typeof name === 'string' ? text === name : name.test(text);
    });
  return until(tag, `should have a control named ${String(name)}`, find);
}

export async function press(tag: LitElement, name: string | RegExp): Promise<void> {
  (await control(tag, name)).click();
  await tag.updateComplete;
}

/** The field with this id, once it is there. */
export async function field(tag: LitElement, selector: string): Promise<HTMLInputElement> {
  return until(tag, `should have ${selector}`, () => tag.renderRoot.querySelector<HTMLInputElement>(selector));
}

/** Types into a field as a person does: the value changes and the page hears of it. */
export async function type(tag: LitElement, selector: string, text: string): Promise<void> {
  const input = await field(tag, selector);
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await tag.updateComplete;
}
