// The double as a program: `node --conditions=source tests/stripe/double/main.ts --port 4242 --events http://…/stripe`.
// Prints one line, `stripe http://127.0.0.1:PORT`, when it listens; ends with whoever started it.
import { parseArgs } from 'node:util';
import { untilStopped } from '../../../tools/wordpress/services.ts';
import { startStripeDouble } from './double.ts';

await untilStopped(async (onStop) => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      events: { type: 'string' },
      secret: { type: 'string' },
      version: { type: 'string' },
    },
  });
  const double = await startStripeDouble({ ...values, port: Number(values.port) });
  onStop(() => double.stop());
  console.log(`stripe ${double.url}`);
});
