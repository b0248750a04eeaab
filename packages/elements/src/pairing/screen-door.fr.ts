import type { ScreenDoorStrings } from './screen-door.en.ts';

export default {
  how: 'Sur la télévision, ouvrez la page du concert et choisissez de regarder avec votre téléphone. Six lettres s’affichent : saisissez-les ici.',
  letters: 'Les six lettres à l’écran',
  look: 'Continuer',
  question: (device: string) => `Laisser entrer « ${device} » avec votre billet ?`,
  asks: (title: string, site: string) => `Il veut regarder ${title}, sur une page de ${site}.`,
  near: 'Il est sur le même réseau que vous.',
  far: 'Il n’est pas sur votre réseau. Continuez seulement si vous voyez ces lettres à l’écran de vos propres yeux : si quelqu’un vous les a envoyées, c’est pour regarder avec votre billet.',
  devices:
    'Il compte parmi les deux appareils qui regardent en même temps avec votre billet. Vous pouvez le déconnecter dans la liste de vos appareils.',
  letIn: 'Laisser entrer',
  no: 'Non',
  done: 'L’écran est entré. L’image y commence toute seule.',
} satisfies ScreenDoorStrings;
