import type { ErrorCode } from '@parterre/protocol/errors';
import { passing } from './passing.ts';

const inSeconds = (seconds: number): string => (seconds <= 1 ? 'dans une seconde' : `dans ${seconds} secondes`);

const errors = {
  ...passing.fr,

  bad_request: 'Quelque chose ne va pas dans ce formulaire. Vérifiez ce que vous avez saisi.',
  not_found: 'Cette page ou cet élément n’existe plus. Il a peut-être été déplacé ou retiré.',
  rate_limited: (seconds: number) => `Doucement ! Réessayez ${inSeconds(seconds)}.`,
  not_supported: 'Cette salle ne propose pas cela ici.',
  too_large: 'C’est trop long pour être envoyé. Merci de raccourcir.',

  timeout: 'Le site de la salle met trop de temps à répondre. Merci de réessayer.',
  blocked_by_site: 'Quelque chose bloque sur le site de la salle. Réessayez dans un instant.',
  bad_response: 'Le site de la salle a donné une réponse que nous ne comprenons pas. Réessayez dans un instant.',
  aborted: 'L’opération a été interrompue.',

  session_required: 'Ouvrez d’abord votre billet.',
  session_expired: 'Cela fait un moment ! Demandez un nouveau lien par e-mail pour revenir.',
  session_replaced:
    'Votre billet est maintenant ouvert sur d’autres appareils. Demandez un nouveau lien par e-mail pour l’utiliser ici.',
  forbidden: 'Votre billet ne permet pas de faire cela.',
  offer_not_found: 'Ce billet n’est plus en vente. Merci d’en choisir un autre.',
  variant_not_found: 'Cet article n’est plus en vente. Merci d’en choisir un autre.',
  not_on_sale: 'La vente n’est pas ouverte pour le moment.',
  sold_out:
    'Complet : quelqu’un a été un peu plus rapide. Les places des commandes inachevées peuvent revenir d’ici dix minutes.',
  quantity_limit: 'C’est plus qu’une personne ne peut commander.',
  wrong_currency: 'Le paiement n’est pas possible dans cette devise.',
  price_changed: 'Le prix vient de changer. Voici le nouveau total ; rien n’a été payé.',
  idempotency_conflict: 'Cette commande avait déjà été envoyée avec un autre contenu. Merci de réessayer.',
  page_not_allowed: 'La salle ne vend pas sur cette page. Rendez-vous sur le site de la salle.',
  order_closed: 'Cette commande est déjà close.',
  hold_expired: 'Votre réservation a expiré et les places sont parties. Rien n’a été payé.',
  payment_declined:
    'Le paiement a été refusé. Vos places restent réservées ; réessayez ou choisissez un autre moyen de paiement.',
  payment_pending: 'Votre paiement est en route. Cela peut prendre un instant.',
  link_invalid: 'Ce lien n’ouvre rien. Demandez-en un nouveau par e-mail.',
  link_expired: 'Ce lien est trop ancien. Demandez-en un nouveau par e-mail.',
  code_invalid: 'Ce code ne correspond pas. Vérifiez les six chiffres ou demandez un nouvel e-mail.',
  no_ticket: 'Il vous faut un billet.',
  not_open_yet: 'Les portes ne sont pas encore ouvertes.',
  show_cancelled: 'Ce concert est annulé.',
  show_over: 'Ce concert est terminé.',
  lease_lost: 'Vous regardez maintenant sur un autre appareil.',
  ticket_void: 'Ce billet n’est plus valable. Merci d’écrire à la salle.',
  chat_closed: 'Le chat est fermé pour le moment.',
  muted: 'Vous ne pouvez pas écrire pour le moment : un modérateur a suspendu vos messages.',
  slow_mode: (seconds: number) => `Chacun son tour : vous pourrez écrire ${inSeconds(seconds)}.`,
  text_refused: 'Ce message est vide ou identique au précédent.',
  message_not_found: 'Ce message a déjà disparu.',
  name_refused: 'Merci de choisir un autre nom.',
  cart_not_found: 'Votre panier avait expiré. Merci de le remplir à nouveau.',
  still_on_sale: 'Bonne nouvelle : il y a des places en ce moment. Vous pouvez les prendre ci-dessus.',
  device_not_found: 'Cet appareil est déjà déconnecté.',
  delivery_unavailable: 'Ces articles ne peuvent pas être envoyés là-bas. Choisissez un autre mode de remise.',
  terms_required: 'Pour commander, merci d’accepter les conditions de vente.',
  not_withdrawable: 'La rétractation n’est pas possible : la loi ne la prévoit pas ici, ou le délai est passé.',
  assertion_invalid: 'Cette preuve de votre billet est illisible. Rouvrez votre billet.',
  assertion_stale: 'Cette preuve de votre billet est trop ancienne. Rouvrez votre billet.',
  not_honoured: 'La salle contrôle de nouveau les billets. Merci d’ouvrir le vôtre.',
  no_test_clip: 'La salle n’a pas de vidéo d’essai. Votre billet marchera quand même à l’ouverture des portes.',
  pairing_not_found: 'Aucun écran n’affiche ces lettres. Vérifiez-les ou faites-en afficher de nouvelles.',
  pairing_expired: 'Ces lettres ont expiré. En voici de nouvelles.',
  address_limit: 'Ce billet est déjà partagé avec le nombre maximal de personnes.',
  address_not_found: 'Cette adresse a déjà été retirée du billet.',
  campaign_closed: 'Cette campagne n’accepte pas de soutien pour le moment.',
  reward_not_found: 'Cette contrepartie n’existe plus. Merci d’en choisir une autre.',
  pledge_too_small: 'Merci de donner un peu plus : c’est moins que ce que la campagne peut accepter.',
  mandate_required: 'Merci d’autoriser le débit de votre carte si l’objectif est atteint.',
  pledge_closed: 'Ce soutien ne peut plus être modifié.',
} satisfies Record<ErrorCode, string | ((seconds: number) => string)>;

export default errors as Record<ErrorCode, string | ((seconds: number) => string)>;
