/** The two mails that let somebody in, in the reader's language. They go to a mailbox that is only a list. */
import { formatMoney, times } from '@parterre/rules';
import { pledgeMail, type PledgeNews } from './pledge-mail.ts';
import type {
  CampaignRecord,
  LinkRecord,
  OrderRecord,
  PledgeRecord,
  ShowRecord,
  TicketRecord,
  TransferRecord,
} from './state.ts';
import type { WaitingRecord } from './waiting.ts';
import type { World } from './world.ts';

const isFrench = (locale: string): boolean => locale === 'fr' || locale.startsWith('fr-');

/** The page of purchase with the secret where no server and no log sees it. */
const linkAddress = (page: string, secret: string): string => `${page.split('#')[0]}#parterre=${secret}`;

export class Mailer {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  passLink(link: LinkRecord, page: string, locale: string): void {
    const { name } = this.#world.state.venue;
    const address = linkAddress(page, link.secret);
    const [subject, text] = isFrench(locale)
      ? [
          `Votre accès à ${name}`,
          `Ouvrez ce lien sur l’appareil de votre choix :\n${address}\n\nOu saisissez ce code : ${link.code}\n\nLe lien et le code sont valables 15 minutes.`,
        ]
      : [
          `Your way into ${name}`,
          `Open this link on the device of your choice:\n${address}\n\nOr type this code: ${link.code}\n\nThe link and the code are good for 15 minutes.`,
        ];
    this.#world.mail({ to: link.email, kind: 'passLink', subject, text, link: address, code: link.code });
  }

  /** `joined`: you wait. `offered`: places are kept for you. `stream`: the hall is full, and there is the stream. */
  waiting(what: 'joined' | 'offered' | 'stream', entry: WaitingRecord, show: ShowRecord, offer: string | null): void {
    const french = isFrench(entry.locale);
    const address = `${entry.page.split('#')[0]}#parterre=waiting.${entry.secret}`;
    const until = entry.until === null ? '' : this.#world.instant(entry.until);
    const subject = {
      joined: french ? `Liste d’attente : ${show.title}` : `Waiting list: ${show.title}`,
      offered: french ? `Des places pour vous : ${show.title}` : `Places for you: ${show.title}`,
      stream: french
        ? `La salle est complète : ${show.title} en direct`
        : `The hall is full: ${show.title} live online`,
    }[what];
    const text = [
      {
        joined: french ? `Vous êtes sur la liste d’attente.` : `You are on the waiting list.`,
        offered: french
          ? `${entry.quantity} × ${offer}, jusqu’au ${until}.`
          : `${entry.quantity} × ${offer}, until ${until}.`,
        stream: french ? `Vous gardez votre place dans la liste.` : `You keep your place in line.`,
      }[what],
      ...(offer !== null && what !== 'offered' ? [french ? `En attendant : ${offer}` : `Meanwhile: ${offer}`] : []),
      address,
    ].join('\n');
    this.#world.mail({ to: entry.email, kind: 'waiting', subject, text, link: address, code: null });
  }

  /** To whom a ticket is shared with, and to its owner. */
  shared(link: LinkRecord, ticket: TicketRecord, page: string, locale: string): void {
    const title = this.#world.state.shows[ticket.show]?.title ?? '';
    const address = linkAddress(page, link.secret);
    const [subject, text, told] = isFrench(locale)
      ? [`Un billet pour vous : ${title}`, `On partage un billet avec vous :\n${address}`, 'Vous partagez votre billet']
      : [`A ticket for you: ${title}`, `A ticket is shared with you:\n${address}`, 'You share your ticket'];
    this.#world.mail({ to: link.email, kind: 'shared', subject, text, link: address, code: null });
    const owner = { to: ticket.email, subject: `${told}: ${title}`, text: `${told}: ${link.email}` };
    this.#world.mail({ ...owner, kind: 'shared', link: page, code: null });
  }

  /** To the mailbox that something is handed on to, and to the one that hands it on. */
  transferAsked({ ticket, from, email, locale, page }: TransferRecord, link: LinkRecord): void {
    const french = isFrench(locale);
    const what = this.#whatMoves(ticket, french);
    const address = linkAddress(page, link.secret);
    const [text, told] = french
      ? [`${what} vous attend. Ouvrez ce lien pour l’accepter :`, `Vous transmettez : ${what}`]
      : [`${what} is waiting for you. Open this link to accept:`, `You are handing on: ${what}`];
    this.#world.mail({
      ...{ to: email, kind: 'transfer', subject: what, text: `${text}\n${address}` },
      ...{ link: address, code: null },
    });
    this.#world.mail({ to: from, kind: 'transfer', subject: told, text: told, link: page, code: null });
  }

  /** To both, once it has moved. */
  transferred({ ticket, from, email, locale, page }: TransferRecord): void {
    const french = isFrench(locale);
    const what = this.#whatMoves(ticket, french);
    const [mine, gone] = french
      ? [`${what} est à vous`, `${what} n’est plus à vous`]
      : [`${what} is yours`, `${what} is no longer yours`];
    this.#world.mail({ to: email, kind: 'transfer', subject: mine, text: mine, link: page, code: null });
    this.#world.mail({ to: from, kind: 'transfer', subject: gone, text: gone, link: page, code: null });
  }

  #whatMoves(ticket: string | null, french: boolean): string {
    const { shows, tickets } = this.#world.state;
    const title = ticket === null ? undefined : shows[tickets[ticket]?.show ?? '']?.title;
    if (title === undefined) return french ? 'Une commande' : 'An order';
    return french ? `Un billet pour ${title}` : `A ticket for ${title}`;
  }

  /** What a supporter has to know about their pledge. */
  pledge(pledge: PledgeRecord, campaign: CampaignRecord, news: PledgeNews, link: LinkRecord | null): void {
    const address = link ? linkAddress(pledge.page, link.secret) : '';
    const { name, currency } = this.#world.state.venue;
    const total = formatMoney({ amountMinor: pledge.totalMinor, currency }, pledge.locale, { cents: true });
    const words = { total, campaign: campaign.title, venue: name, link: address };
    const { subject, text } = pledgeMail(news, words, isFrench(pledge.locale));
    this.#world.mail({ to: pledge.email, kind: 'pledge', subject, text, link: address, code: null });
  }

  receipt(order: OrderRecord, link: LinkRecord): void {
    const french = isFrench(order.locale);
    const { name } = this.#world.state.venue;
    const address = linkAddress(order.page, link.secret);
    const lines = order.lines.map(
      (line) =>
        `${line.quantity} × ${line.name} : ${formatMoney(times(line.unitPrice, line.quantity), order.locale, { cents: true })}`,
    );
    for (const { label, amount } of order.discounts)
      lines.push(`${label} : −${formatMoney(amount, order.locale, { cents: true })}`);
    const total = formatMoney(order.total, order.locale, { cents: true });
    const code = order.delivery?.code;
    const text = french
      ? [
          `Merci ! Commande ${order.reference}`,
          ...lines,
          `Total : ${total}`,
          `Votre lien d’accès : ${address}`,
          ...(code ? [`Code de retrait au comptoir : ${code}`] : []),
        ]
      : [
          `Thank you! Order ${order.reference}`,
          ...lines,
          `Total: ${total}`,
          `Your way in: ${address}`,
          ...(code ? [`Pick-up code at the counter: ${code}`] : []),
        ];
    const subject = french ? `Vos billets – ${name}` : `Your tickets – ${name}`;
    this.#world.mail({ to: order.email, kind: 'receipt', subject, text: text.join('\n'), link: address, code: null });
  }

  gift({ gift, locale, page }: OrderRecord, link: LinkRecord): void {
    if (!gift) return;
    const address = linkAddress(page, link.secret);
    const { name } = this.#world.state.venue;
    const [subject, hello, way] = isFrench(locale)
      ? [`Un cadeau pour vous – ${name}`, `${gift.name}, on vous offre un concert.`, 'Votre lien d’accès']
      : [`A present for you – ${name}`, `${gift.name}, somebody gives you a concert.`, 'Your way in'];
    const text = [hello, ...(gift.message ? [gift.message] : []), `${way}: ${address}`].join('\n');
    this.#world.mail({ to: gift.email, kind: 'gift', subject, text, link: address, code: null });
  }
}
