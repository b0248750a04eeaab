import type { CountdownStrings } from './en.ts';

export default {
  toDoors: 'Ouverture des portes dans',
  toStart: 'Le concert commence dans',
  doors: 'Les portes sont ouvertes',
  anyMoment: 'D’un instant à l’autre',
  live: 'En direct',
  paused: 'Petite pause',
  ended: 'Le concert est terminé',
  replay: 'Replay',
  replayUntil: (date: string) => `Replay jusqu’au ${date}`,
  postponed: 'Reporté',
  postponedText: 'La nouvelle date sera annoncée ici.',
  cancelled: 'Annulé',
  left: (duration: string) => `Plus que ${duration}`,
  yourTime: (time: string) => `${time} chez vous`,
  noShow:
    'Ce compte à rebours ne sait pas de quel concert il s’agit. Choisissez-le dans le bloc ou donnez l’attribut show.',
  noBackend: 'Ce compte à rebours ne sait pas de quelle salle il s’agit. Donnez-lui l’attribut backend.',
} satisfies CountdownStrings;
