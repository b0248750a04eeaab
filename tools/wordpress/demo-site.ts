// What the two demo booters have in common: the site folder they serve and the functions they offer.
import type { Constant } from './site.ts';
import type { Service } from './services.ts';

export interface DemoSite {
  /** The folder that holds everything kept between starts; `www` and `logs` are made in it. */
  folder: string;
  port: number;
  /** The addresses and secrets the demo venue is told, as PHP constants. */
  constants: Record<string, Constant>;
  /** Told what is happening, in the present tense. */
  progress: (step: string) => void;
}

export interface RunningSite {
  /** `http://127.0.0.1:8080`, without a slash at the end. */
  url: string;
  service: Service;
}

/** The program that prepares the site, for both booters: see its own first lines. */
export const SETUP_STEPS = ['install', 'ready'] as const;
