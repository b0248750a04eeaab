// The demo venue on the native stack, with the stage and the foreign origin beside it: what journeys walk through.
import { signStagePath, startStage, type Stage, type StageOptions } from '../../demo/stage/server.ts';
import { startPages, type Addresses, type Pages } from '../start/pages.ts';
import { startStack, type Stack, type StackOptions } from './stack.ts';

export interface Venue {
  stack: Stack;
  stage: Stage;
  /** `demo/pages` and the CDN build, on an origin of their own that the venue allows. */
  pages: Pages;
  stop(): Promise<void>;
}

/** Only ever signs the streams of a stage that lives as long as the test. */
const STAGE_SECRET = 'the-stage-of-the-tests';

/**
 * Starts all three and loads the demo venue; resolves when it answers.
 * @throws Error when one cannot be started. Nothing is left running then.
 */
export async function startVenue(options: StackOptions & { stage?: Partial<StageOptions> } = {}): Promise<Venue> {
  const { stage: stageOptions, ...stackOptions } = options;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    const stage = await startStage({ port: 0, secret: STAGE_SECRET, ...stageOptions });
    stops.push(() => stage.stop());
    const addresses: Addresses = { stage: stage.url };
    const secret = stageOptions?.secret ?? STAGE_SECRET;
    const pages = await startPages(0, addresses, {
      signStage: (stream, until) => signStagePath(stream, until, secret),
    });
    stops.push(() => pages.stop());
    const stack = await startStack({
      ...stackOptions,
      constants: {
        PARTERRE_STAGE_URL: stage.url,
        PARTERRE_STAGE_SECRET: secret,
        PARTERRE_DEMO_PAGES: pages.url,
        ...stackOptions.constants,
      },
    });
    stops.push(() => stack.stop());
    addresses.site = stack.url;
    options.progress?.('Loading the demo venue');
    await stack.wp('parterre', 'demo');
    return { stack, stage, pages, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
