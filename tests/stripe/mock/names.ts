// Stripe-mock looks at the names of parameters on the first level only; Stripe refuses unknown ones on every level. The
// published description knows them all.
import type { Raw } from '../double/forms.ts';
import { decodeForm } from '../double/forms.ts';
import type { Description, Request, Schema } from './mock.ts';

/** Parameters of `request` the description does not know, as Stripe would write them: `line_items[0][colour]`. */
export function unknownNames(description: Description, { method, path, query = '', body = '' }: Request): string[] {
  const [, operations] =
    Object.entries(description.paths).find(([pattern]) =>
      new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
    ) ?? [];
  const operation = operations?.[method.toLowerCase()];
  if (!operation) return [];
  const form = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  const inQuery = {
    properties: Object.fromEntries((operation.parameters ?? []).map(({ name, schema }) => [name, schema])),
  };
  return unknownIn(method === 'POST' ? (form ?? {}) : inQuery, decodeForm(method === 'POST' ? body : query), '');
}

function unknownIn(schema: Schema, sent: Raw, at: string): string[] {
  if (typeof sent === 'string') return [];
  if (schema.anyOf) {
    const tries = schema.anyOf.map((option) => unknownIn(option, sent, at));
    return tries.some((names) => names.length === 0) ? [] : (tries[0] ?? []);
  }
  if (Array.isArray(sent))
    return sent.flatMap((item, index) => (schema.items ? unknownIn(schema.items, item, `${at}[${index}]`) : []));
  if (schema.additionalProperties) return [];
  return Object.entries(sent).flatMap(([name, inner]) => {
    const place = at ? `${at}[${name}]` : name;
    const property = schema.properties?.[name];
    return property ? unknownIn(property, inner, place) : [place];
  });
}
