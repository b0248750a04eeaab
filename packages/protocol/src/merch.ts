/** Merch: products with variants, and a cart that the server keeps. */
import * as z from 'zod/mini';
import { currency, id, image, instant, money, quantity } from './primitives.ts';

export const availability = z.enum(['available', 'low', 'soldOut']);

export const variant = z.object({
  id,
  /** `M`, `black / L`; empty when the product has one variant only. */
  label: z.string(),
  price: money,
  availability,
  /** Pieces left, told only when they are few. */
  left: z.nullable(z.int()),
  maxPerOrder: z.int(),
});

export const product = z.object({
  id,
  name: z.string(),
  description: z.string(),
  images: z.array(image),
  /** The show it belongs to; null for what is always for sale. */
  show: z.nullable(id),
  variants: z.array(variant),
});

export const cartLine = z.object({
  variant: id,
  product: id,
  name: z.string(),
  label: z.string(),
  image: z.nullable(image),
  quantity: z.int(),
  unitPrice: money,
  total: money,
  availability,
  /** Most that can be had now; lower than `quantity` when stock ran out meanwhile. */
  maxQuantity: z.int(),
});

/** A cart's id is an unguessable secret and its only key. It reserves nothing. */
export const cart = z.object({
  id,
  lines: z.array(cartLine),
  total: money,
  updatedAt: instant,
});

export const cartLineRequest = z.object({ variant: id, quantity });
export const cartRequest = z.object({ currency, lines: z.array(cartLineRequest).check(z.maxLength(20)) });

export type Availability = z.infer<typeof availability>;
export type Variant = z.infer<typeof variant>;
export type Product = z.infer<typeof product>;
export type CartLine = z.infer<typeof cartLine>;
export type CartLineRequest = z.infer<typeof cartLineRequest>;
export type Cart = z.infer<typeof cart>;
