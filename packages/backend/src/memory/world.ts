/** What every part of the memory server stands on: the state, the clock, fresh ids, the event log and the mailbox. */
import type { domainEvents, DomainEventName } from '@parterre/protocol';
import type { MailRecord, State } from './state.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Without the pairs that people mix up when they read a code out: 0 and O, 1 and I. */
const READABLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export type RandomBytes = (count: number) => Uint8Array;

export const systemRandom: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

export class World {
  readonly state: State;
  readonly #now: () => number;
  readonly #random: RandomBytes;

  constructor(state: State, now: () => number, random: RandomBytes) {
    this.state = state;
    this.#now = now;
    this.#random = random;
  }

  now(): number {
    return this.#now();
  }

  /** The present as the contract writes it. */
  instant(milliseconds = this.now()): string {
    return new Date(milliseconds).toISOString();
  }

  letters(count: number, alphabet: string): string {
    return [...this.#random(count)].map((byte) => alphabet[byte % alphabet.length]).join('');
  }

  id(prefix: string): string {
    return `${prefix}_${this.letters(16, ALPHABET.slice(0, 62))}`;
  }

  /** 43 URL-safe characters: 258 bits. */
  secret(): string {
    return this.letters(43, ALPHABET);
  }

  readable(count: number): string {
    return this.letters(count, READABLE);
  }

  digits(count: number): string {
    return this.letters(count, '0123456789');
  }

  record<K extends DomainEventName>(type: K, payload: (typeof domainEvents)[K]['payload']['_zod']['output']): void {
    this.state.events.push({ type, at: this.instant(), payload });
  }

  mail(mail: Omit<MailRecord, 'id' | 'at'>): void {
    this.state.mails.push({ id: this.id('mail'), at: this.instant(), ...mail });
  }
}
