// `npm run stack -- --port N [--profile shared] [--multisite] [--locale fr_FR] [--link]`: the native stack by hand.
// Prints `ready URL` once the site answers, and stops everything on Ctrl-C, SIGTERM or when its parent ends.
import { parseArgs } from 'node:util';
import { isFree } from './wordpress/ports.ts';
import { untilStopped } from './wordpress/services.ts';
import { startStack, type Profile } from './wordpress/stack.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    profile: { type: 'string', default: 'standard' },
    multisite: { type: 'boolean', default: false },
    locale: { type: 'string', default: 'en_US' },
    link: { type: 'boolean', default: false },
    bare: { type: 'boolean', default: false },
  },
});

await untilStopped(async (onStop) => {
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`--port ${values.port} is no port.`);
  if (port !== undefined && !(await isFree(port)))
    throw new Error(`Port ${port} is taken. Choose another with --port.`);
  if (values.profile !== 'standard' && values.profile !== 'shared')
    throw new Error('--profile is `standard` or `shared`.');
  if (values.locale !== 'en_US' && values.locale !== 'fr_FR') throw new Error('--locale is `en_US` or `fr_FR`.');
  const stack = await startStack({
    ...(port === undefined ? {} : { port }),
    profile: values.profile satisfies Profile,
    multisite: values.multisite,
    locale: values.locale,
    plugin: values.bare ? 'none' : values.link ? 'link' : 'copy',
    progress: (step) => console.log(`${step}…`),
  });
  onStop(() => stack.stop());
  console.log(`admin   ${stack.url}/wp-admin/  (admin, password admin)`);
  console.log(`logs    ${stack.logs}`);
  console.log(`ready ${stack.url}`);
  return stack;
});
