// The official stripe-mock: a program of Stripe's that knows every parameter of one version of the API by its published
// description, and nothing else. It says whether what we send would be understood; what would happen then is the double's part.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { goProgram } from '../../../tools/test/go.ts';
import { cached, run } from '../../../tools/wordpress/cache.ts';
import { answers, freePort, HOST, until } from '../../../tools/wordpress/ports.ts';
import { readyOrEnded, startService, temporary } from '../../../tools/wordpress/services.ts';
import { unknownNames } from './names.ts';

/** The newest release; the version of the API it knows is the one we pin (docs/money.md, "Stripe's version"). */
const RELEASE = 'v0.203.0';
const MODULE = 'github.com/stripe/stripe-mock';

export interface Verdict {
  accepted: boolean;
  /** Stripe-mock's own words when it refuses. */
  why: string;
}

/** A request as the double's log has it, or a test writes it down. */
export interface Request {
  method: string;
  path: string;
  query?: string;
  body?: string;
}

export interface StripeMock {
  url: string;
  /** The version its description is of, such as `2026-08-26.dahlia`. */
  version: string;
  description: Description;
  /** What Stripe would say to the names and types in a request: stripe-mock's verdict, and every name on every level. */
  validate(request: Request): Promise<Verdict>;
  stop(): Promise<void>;
}

/** As much of Stripe's published description of its API as we read. */
export interface Description {
  info: { version: string };
  components: { schemas: Record<string, Schema> };
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  parameters?: { name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  nullable?: boolean;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
}

/** Builds stripe-mock where it has not been built yet. @returns the folder of program and description */
async function built(): Promise<string> {
  return cached(`stripe-mock-${RELEASE}`, async (folder) => {
    const go = await goProgram();
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-buildvcs=false' };
    await run(go, ['install', `${MODULE}@${RELEASE}`], { env, cwd: folder });
    const module = JSON.parse(
      await run(go, ['mod', 'download', '-json', `${MODULE}@${RELEASE}`], { env, cwd: folder }),
    ) as {
      Dir: string;
    };
    await run('cp', [join(module.Dir, 'embedded', 'openapi', 'spec3.json'), folder]);
  });
}

/** Starts it on a free port. @throws Error when Go is missing or it does not answer */
export async function startStripeMock(): Promise<StripeMock> {
  const folder = await built();
  const description = JSON.parse(readFileSync(join(folder, 'spec3.json'), 'utf8')) as Description;
  const port = await freePort();
  const own = await mkdtemp(join(tmpdir(), 'parterre-stripe-mock-'));
  const forget = temporary(own);
  const log = join(own, 'log');
  const service = await startService('stripe-mock', {
    command: join(folder, 'stripe-mock'),
    args: ['-http-addr', `${HOST}:${port}`, '-strict-version-check'],
    log,
  });
  const url = `http://${HOST}:${port}`;
  const { version } = description.info;
  const headers = { authorization: 'Bearer sk_test_parterre', 'stripe-version': version };
  const stop = async (): Promise<void> => {
    await service.stop();
    await forget();
  };
  try {
    await readyOrEnded(service, log, (signal) =>
      until('stripe-mock does not answer', 30, () => answers(`${url}/v1/account`, { headers }), signal),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, version, description, stop },
    async validate({ method, path, query = '', body = '' }) {
      const response = await fetch(`${url}${path}${query ? `?${query}` : ''}`, {
        method,
        headers: { ...headers, ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
        ...(method === 'POST' ? { body } : {}),
      });
      const said = await response.text();
      const unknown = response.ok ? unknownNames(description, { method, path, query, body }) : [];
      if (unknown.length > 0) return { accepted: false, why: `unknown: ${unknown.join(', ')}` };
      if (response.ok) return { accepted: true, why: '' };
      const { error } = JSON.parse(said) as { error?: { message?: string } };
      return { accepted: false, why: `${response.status} ${error?.message ?? said}` };
    },
  };
}
