/**
 * Every operation of the protocol, version 1. The table is the contract: adapters, the server's routes, the OpenAPI
 * document and the conformance suite are all made from it.
 *
 * `path` parameters are taken out of the input by name; what is left goes to the query (GET) or the JSON body.
 * Every operation may also answer with the common errors of `errors.ts`.
 */
import type * as z from 'zod/mini';
import { aftersaleOperations } from './operations/aftersale.ts';
import { cartsOperations } from './operations/carts.ts';
import { campaignsOperations } from './operations/campaigns.ts';
import { catalogueOperations } from './operations/catalogue.ts';
import { doorsOperations } from './operations/doors.ts';
import { lawOperations } from './operations/law.ts';
import { ordersOperations } from './operations/orders.ts';
import { pairingOperations } from './operations/pairing.ts';
import { roomOperations } from './operations/room.ts';
import { sessionsOperations } from './operations/sessions.ts';
import { waitingOperations } from './operations/waiting.ts';
import type { Operation } from './operations/operation.ts';

export type { Operation, OperationAuth } from './operations/operation.ts';

/** A file of `operations/` for each resource. */
export const operations = {
  ...catalogueOperations,
  ...ordersOperations,
  ...lawOperations,
  ...sessionsOperations,
  ...aftersaleOperations,
  ...doorsOperations,
  ...pairingOperations,
  ...roomOperations,
  ...cartsOperations,
  ...waitingOperations,
  ...campaignsOperations,
} as const satisfies Record<string, Operation>;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type Input<K extends OperationName> = z.infer<Operations[K]['input']>;
export type Output<K extends OperationName> = z.infer<Operations[K]['output']>;
export type ErrorsOf<K extends OperationName> = Operations[K]['errors'][number];
/** Operations that only read. */
export type ReadName = { [K in OperationName]: Operations[K]['method'] extends 'GET' ? K : never }[OperationName];
/** Operations that change something. */
export type ActName = Exclude<OperationName, ReadName>;
