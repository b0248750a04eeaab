/** Operations: the basket that the server keeps. */
import * as z from 'zod/mini';
import { cart, cartRequest } from '../merch.ts';
import { id } from '../primitives.ts';
import type { Operation } from './operation.ts';

export const cartsOperations = {
  createCart: {
    method: 'POST',
    path: '/carts',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'merch',
    input: cartRequest,
    output: cart,
    errors: ['variant_not_found', 'wrong_currency', 'quantity_limit'],
  },
  getCart: {
    method: 'GET',
    path: '/carts/{cart}',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'merch',
    input: z.object({ cart: id }),
    output: cart,
    errors: ['cart_not_found'],
  },
  /** Replaces all lines. */
  setCart: {
    method: 'PUT',
    path: '/carts/{cart}',
    auth: 'none',
    cacheSeconds: 0,
    feature: 'merch',
    input: z.extend(cartRequest, { cart: id }),
    output: cart,
    errors: ['cart_not_found', 'variant_not_found', 'wrong_currency', 'quantity_limit'],
  },
} as const satisfies Record<string, Operation>;
