import apiFetch from '@wordpress/api-fetch';
import { __ } from '@wordpress/i18n';
import type { Problems } from './types';

/** A refusal with a sentence for the person, and what is wrong field by field. */
export class Refused extends Error {
  readonly problems: Problems;

  constructor(message: string, problems: Problems = {}) {
    super(message);
    this.name = 'Refused';
    this.problems = problems;
  }
}

/** Asks `parterre-admin/v1`. @throws Refused in words. */
export async function ask<T>(path: string, method = 'GET', data?: object): Promise<T> {
  try {
    return await apiFetch<T>({ path: `/parterre-admin/v1${path}`, method, ...(data ? { data } : {}) });
  } catch (error) {
    const { message, data: more } = error as { message?: string; data?: { problems?: Problems } };
    throw new Refused(
      message ?? __('The site did not answer. What you typed is still here.', 'parterre'),
      more?.problems,
    );
  }
}

/** The address of something that is downloaded or printed: a link carries no header, so the nonce goes along. */
export function linkTo(path: string, query: Record<string, string> = {}): string {
  const { root, nonce } = window.parterreAdmin;
  const address = new URL(`${root}parterre-admin/v1${path}`, location.href);
  // Sites without pretty addresses have the route in the query already.
  for (const [name, value] of Object.entries({ ...query, _wpnonce: nonce })) address.searchParams.set(name, value);
  return address.href;
}
