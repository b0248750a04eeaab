// Somebody else's page, on another origin, against a stock nginx: static files there carry no CORS header, so the room's
// feed has to find its way through WordPress.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPages, type Pages } from '../../tools/start/pages.ts';
import { buy, message, say, watch } from './fan.ts';
import { openWorld, PAGES, type Person, type World } from './world.ts';
import { words as dictionaries } from './words.ts';

const words = dictionaries.fr;

let world: World;
let fan: Person;

beforeAll(async () => {
  world = await openWorld();
  fan = await world.person({ size: 'phone' });
});
afterAll(() => world?.close());

describe('a page on another origin', () => {
  it('asks no other host than the venue and the origin itself before the fan acts', async () => {
    const hosts = new Set<string>();
    fan.page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await fan.page.goto(`${world.venue.pages.url}/`);
    await fan.page.getByRole('button', { name: words.ticket.get }).waitFor();
    expect([...hosts].toSorted()).toEqual([world.venue.pages.url, world.site].toSorted());
  });

  it('sells, lets in and plays', async () => {
    await buy(fan.page, words, 'ailleurs@parterre.example');
    await watch(fan.page, words);
  });

  it('talks with the venue’s own page, both ways', async () => {
    const feeds: string[] = [];
    fan.page.on('response', (response) => {
      if (response.ok() && /feed/.test(response.url())) feeds.push(response.url());
    });
    const neighbour = await world.person();
    await neighbour.page.goto(world.site + PAGES.fr.live);
    await buy(neighbour.page, words, 'sur-place@parterre.example');
    await say(fan.page, words, 'Bonsoir d’ailleurs !', 'Léo');
    await message(neighbour.page, 'Bonsoir d’ailleurs !').waitFor();
    await say(neighbour.page, words, 'Bonsoir de la salle !', 'Mia');
    await message(fan.page, 'Bonsoir de la salle !').waitFor();

    // The files the venue's own page reads straight from nginx would be refused to another origin.
    const file = feeds.find((url) => url.includes('/wp-content/'));
    expect(file).toBeUndefined();
    expect(feeds.some((url) => /wp-json|rest_route/.test(url))).toBe(true);
    await neighbour.context.close();
  });

  it('is as healthy as one of the venue’s own', () => {
    expect(fan.complaints).toEqual([]);
  });
});

describe('a page on an origin the venue did not allow', () => {
  let elsewhere: Pages;
  beforeAll(async () => {
    elsewhere = await startPages(0, { site: world.site });
  });
  afterAll(() => elsewhere?.stop());

  it('says so to the fan in their language, and leads to the venue’s own page', async () => {
    const stranger = await world.person();
    await stranger.page.goto(`${elsewhere.url}/`);
    const ticket = stranger.page.locator('live-ticket');
    await ticket.getByRole('button', { name: words.ticket.tryAgain }).waitFor();
    expect((await ticket.locator('.note.error').innerText()).length).toBeGreaterThan(10);
    await ticket.getByRole('link', { name: 'Prendre un billet sur le site de la salle' }).waitFor();
    await stranger.context.close();
  });
});
