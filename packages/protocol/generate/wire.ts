/**
 * Turns the zod schemas into the compact tables of `src/wire/check.ts`, in three parts: what every page reads before anybody
 * acts (public reads and the feed), what only pages with a campaign read, and the rest, which a page fetches with the first act or
 * session.
 */
import type * as z from 'zod/mini';
import * as protocol from '../src/index.ts';
import { feedChunk, feedHead, feedIndex, laneMessage, laneState } from '../src/feed.ts';
import { OPERATION_ERRORS } from '../src/errors.ts';
import { operations, type Operation } from '../src/operations.ts';

type Schema = z.ZodMiniType;

/** The parts of zod's public definition objects (`schema._zod.def`) this generator reads. */
interface Definition {
  type: string;
  shape?: Record<string, Schema>;
  element?: Schema;
  innerType?: Schema;
  options?: Schema[];
  discriminator?: string;
  entries?: Record<string, string>;
  values?: unknown[];
  format?: string;
  checks?: { _zod: { def: { check: string; pattern?: RegExp; maximum?: number } } }[];
}
const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** Schemas worth a name of their own: exported from a module, and more than a word long. */
function namedSchemas(): Map<Schema, string> {
  const names = new Map<Schema, string>();
  for (const [name, value] of Object.entries(protocol)) {
    if (typeof value !== 'object' || value === null || !('_zod' in value)) continue;
    names.set(value as unknown as Schema, name);
  }
  return names;
}

class Writer {
  readonly #names = namedSchemas();
  #declared = new Map<string, string>();
  /** Declared in an earlier part. */
  readonly #elsewhere = new Set<string>();
  #imported = new Set<string>();

  /** The shape as source text; shared schemas are declared on the way and referred to by name. */
  shape(schema: Schema): string {
    const name = this.#names.get(schema);
    if (!name) return this.#inline(schema);
    if (this.#elsewhere.has(name)) {
      this.#imported.add(name);
      return name;
    }
    const text = this.#inline(schema);
    if (text.length <= name.length + 1) return text;
    this.#declared.set(name, text);
    return name;
  }

  /** One line of a table of routes for each of these operations. */
  routes(chosen: readonly [string, Operation][]): string {
    return chosen
      .map(([name, { method, path, output }]) => {
        return `  ${name}: { method: '${method}', path: '${path}', output: ${this.shape(output)} },`;
      })
      .join('\n');
  }

  /**
   * Ends a part: what it declared, in an order that can be read, and which names it takes from the parts before. What is `apart` is
   * taken by no later one.
   */
  part({ apart = false } = {}): { declared: ReadonlyMap<string, string>; imported: readonly string[] } {
    const done = { declared: this.#declared, imported: [...this.#imported].toSorted() };
    if (!apart) for (const name of this.#declared.keys()) this.#elsewhere.add(name);
    this.#declared = new Map();
    this.#imported = new Set();
    return done;
  }

  #inline(schema: Schema): string {
    const definition = definitionOf(schema);
    switch (definition.type) {
      case 'string':
        return this.#string(definition);
      case 'number':
        return definition.format === 'safeint' ? `'i'` : `'n'`;
      case 'boolean':
        return `'b'`;
      case 'unknown':
      case 'any':
        return `'*'`;
      case 'enum':
        return `{ e: ${JSON.stringify(Object.values(definition.entries ?? {}))} }`;
      case 'literal':
        return `{ e: ${JSON.stringify(definition.values)} }`;
      case 'array':
        return `{ a: ${this.shape(definition.element as Schema)} }`;
      case 'nullable':
        return `{ z: ${this.shape(definition.innerType as Schema)} }`;
      case 'object':
        return this.#object(definition.shape ?? {});
      case 'union':
        return this.#union(definition);
      default:
        throw new Error(
          `No wire shape for a schema of type "${definition.type}": teach packages/protocol/generate/wire.ts.`,
        );
    }
  }

  #string(definition: Definition): string {
    let pattern: string | undefined;
    let maximum: number | undefined;
    for (const check of definition.checks ?? []) {
      if (check._zod.def.pattern) pattern = check._zod.def.pattern.source;
      if (check._zod.def.check === 'max_length') maximum = check._zod.def.maximum;
    }
    if (pattern === undefined) return `'s'`;
    return `{ p: ${JSON.stringify(pattern)}${maximum === undefined ? '' : `, m: ${maximum}`} }`;
  }

  #object(shape: Record<string, Schema>): string {
    const fields = Object.entries(shape).map(([key, value]) => {
      const definition = definitionOf(value);
      const optional = definition.type === 'optional';
      const inner = optional ? (definition.innerType as Schema) : value;
      return `${optional ? `'${key}?'` : key}: ${this.shape(inner)}`;
    });
    return `{ o: { ${fields.join(', ')} } }`;
  }

  #union(definition: Definition): string {
    const key = definition.discriminator;
    if (!key)
      throw new Error('Only unions with a discriminator have a wire shape: a reader must know what it looks at.');
    const variants = (definition.options ?? []).map((option) => {
      const tag = definitionOf((definitionOf(option).shape ?? {})[key] as Schema).values?.[0];
      return `${JSON.stringify(tag)}: ${this.shape(option)}`;
    });
    return `{ u: ${JSON.stringify(key)}, t: { ${variants.join(', ')} } }`;
  }
}

const GENERATED = '// Generated by `npm run generate` from the schemas beside it. Do not edit.';

const declarations = (declared: ReadonlyMap<string, string>, exported: readonly string[] = []): string =>
  [...declared]
    .map(([name, text]) => `${exported.includes(name) ? 'export ' : ''}const ${name}: Shape = ${text};`)
    .join('\n');

/** Source texts of `src/wire/public.ts`, `campaigns.ts` and `personal.ts`. */
export function wireTables(): { publicTable: string; campaignsTable: string; personalTable: string } {
  const writer = new Writer();
  const all = Object.entries(operations as Record<string, Operation>);
  // What a shared cache may keep is the same for everybody: read by pages that know nobody yet.
  const isPublic = ([, { cacheSeconds }]: [string, Operation]): boolean => cacheSeconds > 0;
  // Two reads of one tag: every other page can do without.
  const isCampaign = ([, { feature }]: [string, Operation]): boolean => feature === 'campaigns';

  const publicRows = writer.routes(all.filter((operation) => isPublic(operation) && !isCampaign(operation)));
  const message = writer.shape(laneMessage);
  const feed = { head: feedHead, state: laneState, chunk: feedChunk, index: feedIndex };
  const feedRows = Object.entries(feed).map(([name, schema]) => `  ${name}: ${writer.shape(schema)},`);
  const publicPart = writer.part();
  const campaignRows = writer.routes(all.filter((operation) => isPublic(operation) && isCampaign(operation)));
  const campaignsPart = writer.part({ apart: true });
  const personalRows = writer.routes(all.filter((operation) => !isPublic(operation)));
  const personalPart = writer.part();

  const publicTable = `${GENERATED}
import type { Shape } from './check.ts';
import type { Route } from './routes.ts';

${declarations(publicPart.declared, [...campaignsPart.imported, ...personalPart.imported])}

export const publicRoutes = {
${publicRows}
} as const satisfies Record<string, Route>;

export const feedShapes = {
${feedRows.join('\n')}
} as const satisfies Record<string, Shape>;

export const laneMessageShape: Shape = ${message};
`;
  const campaignsTable = `${GENERATED}
import type { Shape } from './check.ts';
import { ${campaignsPart.imported.join(', ')} } from './public.ts';
import type { Route } from './routes.ts';

${declarations(campaignsPart.declared)}

export const campaignRoutes = {
${campaignRows}
} as const satisfies Record<string, Route>;
`;
  const personalTable = `${GENERATED}
import type { Shape } from './check.ts';
import { ${personalPart.imported.join(', ')} } from './public.ts';
import type { Route } from './routes.ts';

${declarations(personalPart.declared)}

/** Codes that only these operations answer with. */
export const refusals: readonly string[] = ${JSON.stringify(OPERATION_ERRORS)};

export const personalRoutes = {
${personalRows}
} as const satisfies Record<string, Route>;
`;
  return { publicTable, campaignsTable, personalTable };
}
