/** The OpenAPI 3.1 document of the protocol. */
import * as z from 'zod/mini';
import { COMMON_ERRORS, ERROR_STATUS, type CommonError, type OperationError } from '../src/errors.ts';
import { operations, type Operation } from '../src/operations.ts';

interface JsonObject {
  [key: string]: unknown;
}

const schemaOf = (schema: z.ZodMiniType, io: 'input' | 'output'): JsonObject => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    reused: 'inline',
  }) as JsonObject;
  return rest;
};

function errorResponses(codes: readonly (CommonError | OperationError)[]): JsonObject {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      String(status),
      {
        description: names.join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}

export function openApi(): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const [name, operation] of Object.entries(operations as Record<string, Operation>)) {
    const input = schemaOf(operation.input, 'input') as { properties?: Record<string, unknown>; required?: string[] };
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
    const query =
      operation.method === 'GET' ? Object.keys(input.properties ?? {}).filter((key) => !inPath.includes(key)) : [];
    const parameters = [
      ...inPath.map((key) => ({ name: key, in: 'path', required: true, schema: input.properties?.[key] })),
      ...query.map((key) => ({
        name: key,
        in: 'query',
        required: input.required?.includes(key) ?? false,
        schema: input.properties?.[key],
      })),
    ];
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = {
      operationId: name,
      security:
        operation.auth === 'session' ? [{ bearer: [] }] : operation.auth === 'optional' ? [{}, { bearer: [] }] : [],
      ...(parameters.length ? { parameters } : {}),
      ...(operation.method === 'GET' || operation.method === 'DELETE'
        ? {}
        : { requestBody: { required: true, content: { 'application/json': { schema: input } } } }),
      responses: {
        '200': {
          description: 'Done',
          content: { 'application/json': { schema: schemaOf(operation.output, 'output') } },
        },
        ...errorResponses([...COMMON_ERRORS, ...operation.errors]),
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Parterre', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/v1' }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'retryable'],
              properties: {
                code: { type: 'string' },
                retryable: { type: 'boolean' },
                retryAfterMs: { type: 'integer' },
                issues: {
                  type: 'array',
                  items: { type: 'object', properties: { path: { type: 'string' }, problem: { type: 'string' } } },
                },
              },
            },
          },
        },
      },
    },
  };
}
