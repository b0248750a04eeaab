// `npm run stack`: the native stack by hand. Prints `ready URL` once the site answers, and stops everything on Ctrl-C,
// SIGTERM or when its parent ends.
//
//   --port N            the site's port; any free one otherwise
//   --profile shared    the five-euro host: see tools/wordpress/stack.ts
//   --multisite         a network of two sites
//   --locale fr_FR      in French
//   --demo              with the demo venue, its stage and the foreign origin
//   --link              the plugin's sources themselves, so that edits show, instead of a copy
//   --bare              without the plugin
import { parseArgs } from 'node:util';
import { isFree } from './wordpress/ports.ts';
import { untilStopped } from './wordpress/services.ts';
import { startStack, type Profile, type StackOptions } from './wordpress/stack.ts';
import { startVenue } from './wordpress/venue.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    profile: { type: 'string', default: 'standard' },
    multisite: { type: 'boolean', default: false },
    locale: { type: 'string', default: 'en_US' },
    link: { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
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
  const options = {
    ...(port === undefined ? {} : { port }),
    profile: values.profile satisfies Profile,
    multisite: values.multisite,
    locale: values.locale,
    plugin: values.bare ? 'none' : values.link ? 'link' : 'copy',
    progress: (step: string) => console.log(`${step}…`),
  } satisfies StackOptions;
  const venue = values.demo ? await startVenue(options) : undefined;
  const stack = venue?.stack ?? (await startStack(options));
  onStop(() => (venue ?? stack).stop());
  console.log(`admin   ${stack.url}/wp-admin/  (admin, password admin)`);
  if (venue) console.log(`stage   ${venue.stage.url}\npages   ${venue.pages.url}`);
  console.log(`logs    ${stack.logs}`);
  console.log(`ready ${stack.url}`);
  return stack;
});
