/** Shapes that operations of several resources share. */
import * as z from 'zod/mini';
import { text } from '../primitives.ts';

export const nothing = z.object({});
export const deviceLabel = text(80);
