// Whether an answer has the shape Stripe describes.
import type { Description, Schema } from './mock.ts';

/** Everything wrong with `value`, each with its place; empty when it conforms to the schema named `name`. */
export function misfits(description: Description, name: string, value: unknown): string[] {
  return misfitsOf(description, { $ref: `#/components/schemas/${name}` }, value, name);
}

function misfitsOf(description: Description, schema: Schema, value: unknown, at: string): string[] {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const named = description.components.schemas[name];
    return named ? misfitsOf(description, named, value, at) : [`${at}: ${name} is not described`];
  }
  if (value === null) return schema.nullable ? [] : [`${at}: must not be null`];
  if (schema.anyOf) {
    const tries = schema.anyOf.map((option) => misfitsOf(description, option, value, at));
    // Of the options that are objects, the one that fits best is the one that was meant.
    return tries.some((misfit) => misfit.length === 0) ? [] : (tries.toSorted((a, b) => a.length - b.length)[0] ?? []);
  }
  if (schema.enum && !schema.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is none of ${schema.enum.join(', ')}`];
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${at}: must be a list`];
    return value.flatMap((item, index) =>
      schema.items ? misfitsOf(description, schema.items, item, `${at}[${index}]`) : [],
    );
  }
  if (schema.type === 'object') return objectMisfits(description, schema, value, at);
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${at}: must be a whole number`];
  if (schema.type && typeof value !== schema.type) return [`${at}: must be a ${schema.type}, not ${typeof value}`];
  return [];
}

function objectMisfits(description: Description, schema: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: must be an object`];
  const { properties = {}, required = [], additionalProperties } = schema;
  const misfits = required.filter((name) => !(name in value)).map((name) => `${at}.${name}: is missing`);
  for (const [name, inner] of Object.entries(value)) {
    const property = properties[name];
    if (property) misfits.push(...misfitsOf(description, property, inner, `${at}.${name}`));
    else if (typeof additionalProperties === 'object')
      misfits.push(...misfitsOf(description, additionalProperties, inner, `${at}.${name}`));
    else if (schema.properties && !additionalProperties) misfits.push(`${at}.${name}: is not described`);
  }
  return misfits;
}
