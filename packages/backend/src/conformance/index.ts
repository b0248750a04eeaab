/**
 * The suite that every backend has to pass: `README.md` says how to give it one. It brings no test runner and no assertion
 * library, and runs wherever `describe` and `it` do.
 */
import { operations, type Feature, type Operation, type OperationName } from '@parterre/protocol';
import type { ErrorCode, OperationError } from '@parterre/protocol/errors';
import { refused } from './assert.ts';
import { aftersale } from './cases-aftersale.ts';
import { buying } from './cases-buying.ts';
import { money } from './cases-money.ts';
import { campaigns } from './cases-campaigns.ts';
import { catalogue } from './cases-catalogue.ts';
import { doors } from './cases-doors.ts';
import { feed } from './cases-feed.ts';
import { input } from './cases-input.ts';
import { law } from './cases-law.ts';
import { offers } from './cases-offers.ts';
import { room } from './cases-room.ts';
import { sessions } from './cases-sessions.ts';
import { signed } from './cases-signed.ts';
import { transport } from './cases-transport.ts';
import { waiting } from './cases-waiting.ts';
import { call, refusals, wellFormed } from './refusals.ts';
import { Stage, type Harness } from './stage.ts';

export type { Command, Harness, Truth } from './stage.ts';
export { scenario } from './scenario.ts';

/** A sentence about behaviour, and its proof. The stage has been reset to the scenario. */
export type Case = readonly [title: string, prove: (stage: Stage) => Promise<void>];

export interface Suite {
  readonly describe: (title: string, body: () => void) => void;
  readonly it: (title: string, body: () => Promise<void>, timeoutMs?: number) => unknown;
  /** A server to try; called once per case. */
  readonly create: () => Promise<Harness>;
  /** Whether the harness has an `http` address: cases about raw requests run then. */
  readonly http?: boolean;
}

/** No case should need it; a slow host with a feed polled every few seconds may. */
const CASE_MS = 60_000;

const FEATURES: readonly Feature[] = ['tickets', 'chat', 'moderation', 'merch', 'passes', 'campaigns'];

function refusalCases(): Case[] {
  return Object.entries(refusals).flatMap(([name, byCode]) =>
    Object.entries(byCode as Record<OperationError, (stage: Stage) => Promise<unknown>>).map(
      ([code, provoke]): Case => [
        `${name} refuses with ${code}`,
        async (stage) => {
          await refused(provoke(stage), code as ErrorCode, name);
        },
      ],
    ),
  );
}

/** What a backend does not declare it must refuse, in every operation of the feature. */
function featureCases(): Case[] {
  return FEATURES.map((feature) => [
    `without the feature "${feature}" its operations are not supported`,
    async (stage) => {
      await stage.reset((seed) => ({
        ...seed,
        venue: { ...seed.venue, features: seed.venue.features.filter((declared) => declared !== feature) },
      }));
      for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
        if (operation.feature !== feature) continue;
        await refused(call(stage, name, wellFormed[name]), 'not_supported', name);
      }
    },
  ]);
}

/** Every case by chapter. */
export function chapters(http: boolean): readonly (readonly [chapter: string, cases: readonly Case[]])[] {
  return [
    ['catalogue and merch', catalogue],
    ['buying', buying],
    ['law', law],
    ['money', money],
    ['the waiting list', waiting],
    ['campaigns', campaigns],
    ['offers, codes and gifts', offers],
    ['after the sale', aftersale],
    ['sessions', sessions],
    ['getting in', doors],
    ['signed tickets, guests and screens', signed],
    ['the room', room],
    ['the feed', feed],
    ['bad input', input],
    ['declared errors', refusalCases()],
    ['features', featureCases()],
    ...(http ? [['HTTP', transport] as const] : []),
  ];
}

/** Runs one case against a fresh harness. */
export async function runCase(create: () => Promise<Harness>, [, prove]: Case): Promise<void> {
  const stage = new Stage(await create());
  try {
    await stage.reset();
    await prove(stage);
  } finally {
    await stage.dispose();
  }
}

/** Registers every case with a test runner. */
export function runConformance({ describe, it, create, http = false }: Suite): void {
  for (const [chapter, cases] of chapters(http)) {
    describe(chapter, () => {
      for (const each of cases) it(each[0], () => runCase(create, each), CASE_MS);
    });
  }
}
