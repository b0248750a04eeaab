<?php
declare(strict_types=1);

namespace Parterre\Demo;

/**
 * What the demo venue says, in French and in English. Content, not interface: it is written into the site once, in the
 * site's language, and is the venue's to change.
 */
final class Texts {
    /** @return array<string, mixed> in the language of a locale such as `fr_FR`; English where there is no better */
    public static function in(string $locale): array {
        if (!str_starts_with($locale, 'fr')) {
            return self::english();
        }
        $french = self::french();
        // French sets a space before these marks, and no line may break there.
        array_walk_recursive($french, static function (mixed &$text): void {
            // Numbers among them stay numbers.
            if (is_string($text)) {
                $text = preg_replace(['/ ([:;!?»])/u', '/« /u'], ["\u{a0}$1", "«\u{a0}"], $text);
            }
        });
        return $french;
    }

    /** @return array<string, mixed> */
    private static function french(): array {
        return [
            'title' => 'Le Parterre',
            'tagline' => 'Salle de concerts, Paris 11ᵉ. Sur place et chez vous.',
            'shows' => [
                'ember' => [
                    'slug' => 'soleil-de-minuit',
                    'title' => 'Soleil de minuit',
                    'artists' => ['Lou Ambre', 'Les Braises'],
                    'summary' =>
                        'La voix la plus chaude de la nuit parisienne, cinq musiciens et un soleil qui ne se couche pas.',
                    'description' =>
                        "Lou Ambre a écrit ce disque entre deux trains de nuit. Sur scène, il devient un feu de camp : basse profonde, guitares claires, et cette voix qui tient tout le premier rang debout.\n\nCe soir, deux caméras : la scène, et les coulisses pour celles et ceux qui veulent voir la lumière d’un peu plus près.",
                    'alt' => 'Une chanteuse lève le bras devant des rayons orange ; le public est à ses pieds.',
                ],
                'current' => [
                    'slug' => 'courant-alternatif',
                    'title' => 'Courant alternatif',
                    'artists' => ['Nora Volt', 'Émile K.'],
                    'summary' => 'Deux claviers, mille câbles : une nuit électronique jouée entièrement à la main.',
                    'description' =>
                        "Aucune bande, aucun ordinateur : Nora Volt et Émile K. branchent, débranchent et recommencent. Leur premier concert à Paris depuis trois ans.\n\nSur place, la salle compte cent vingt places. En ligne, le son vient de la console, pas de la salle.",
                    'alt' => 'Deux musiciens derrière leurs claviers, entre des colonnes de lumière violette.',
                ],
                'halo' => [
                    'slug' => 'halo',
                    'title' => 'Halo',
                    'artists' => ['Vera Lune'],
                    'summary' => 'Une guitare, une boucle, un cercle de lumière. Le concert de l’automne, à revoir.',
                    'description' =>
                        "Vera Lune joue seule et sonne comme six. Ce concert affichait complet ; le voici en entier, rappel compris.\n\nLe replay reste ouvert un mois, sur deux appareils.",
                    'alt' => 'Une guitariste de dos dans un grand cercle bleu qui se reflète au sol.',
                ],
                'moonlight' => [
                    'slug' => 'sous-la-lune',
                    'title' => 'Sous la lune',
                    'artists' => ['Awa & Félix'],
                    'summary' => 'Session acoustique offerte, en accès libre : sans billet et sans inscription.',
                    'description' =>
                        "Une kora, une contrebasse, des guirlandes. Une demi-heure enregistrée après la fermeture, quand il ne reste que l’équipe et le silence.\n\nAppuyez sur lecture : c’est tout ce qu’il y a à faire.",
                    'alt' => 'Deux musiciens devant une grande lune et des guirlandes allumées.',
                ],
                'workshop' => [
                    'slug' => 'sortie-d-atelier',
                    'title' => 'Sortie d’atelier',
                    'artists' => ['Iris Delaunay', 'Sacha Rey'],
                    'summary' =>
                        'Une heure de musique neuve après deux semaines de résidence. Entrée libre, prix libre.',
                    'description' =>
                        "Iris Delaunay et Sacha Rey ont passé deux semaines dans la salle vide, un clavier et une guitare face à face. Voici ce qu’il en reste : sept morceaux, dont deux n’ont pas encore de nom.\n\nL’inscription est gratuite. Si vous pouvez mettre quelque chose, tout va à la résidence suivante.",
                    'alt' => 'Une claviériste et un guitariste dans une lumière rose, devant une lune pâle.',
                ],
                'velvet' => [
                    'slug' => 'velours',
                    'title' => 'Velours',
                    'artists' => ['Marceline Roy', 'Le Petit Orchestre vert'],
                    'summary' =>
                        'La voix la plus douce de la saison. La salle est complète ; le direct, lui, a de la place.',
                    'description' =>
                        "Les deux cents places sont parties en une matinée. Marceline Roy chante son premier album avec un orchestre de poche, batterie aux balais et guitare chaude.\n\nVous n’avez pas eu de place ? Prenez le direct, ou inscrivez-vous : si une place se libère en salle, elle va à qui attend depuis le plus longtemps.",
                    'alt' => 'Une chanteuse au centre d’un grand soleil doré et vert, la batterie derrière elle.',
                ],
            ],
            'offers' => [
                'live' => ['Direct', 'Le concert en direct, chez vous, en haute définition.'],
                'backstage' => [
                    'Direct + coulisses',
                    'Le direct, la caméra des coulisses, et le replay pendant 30 jours.',
                ],
                'live_replay' => ['Direct + replay', 'Le direct, puis le replay pendant 30 jours.'],
                'hall' => ['Salle + replay', 'Votre place debout au Parterre, et le replay pour revivre la soirée.'],
                'replay' => ['Replay', 'Le concert en entier, rappel compris, pendant toute la durée du replay.'],
                'poster' => ['Direct + affiche', 'Le direct, et l’affiche de la tournée à retirer à la salle.'],
                'early' => ['Direct, prévente', 'Les dix premiers billets, pour qui se décide vite.'],
                'early_date' => ['Direct, prévente', 'Le direct à petit prix jusqu’à cinq jours avant le concert.'],
                'pass' => [
                    'Pass deux soirs',
                    'Deux concerts en direct : celui-ci, et « Velours » la semaine suivante.',
                ],
                'friends' => ['Direct, tarif complice', 'Pour les amis de la maison, deux billets au plus.'],
                'replay_vinyl' => [
                    'Replay + vinyle',
                    'Le concert à revoir, et « Halo » en vinyle numéroté, à retirer à la salle.',
                ],
                'choose' => [
                    'Prix libre',
                    'Le direct et le replay. Vous choisissez ce que vous donnez, à partir de 3 €.',
                ],
                'free' => ['Inscription gratuite', 'Le direct, sans rien payer : une adresse e-mail suffit.'],
                'free_hall' => ['En salle, entrée libre', 'Votre place assise, dans la limite de soixante.'],
            ],
            'parts' => ['live' => 'Direct', 'replay' => 'Replay', 'hall' => 'Place en salle'],
            'pools' => ['stream' => 'Places en ligne', 'hall' => 'Places en salle', 'early' => 'Billets en prévente'],
            // The code, and what the desk calls it.
            'codes' => [
                'neighbours' => ['VOISINS', 'Les voisins : 20 %'],
                'friends' => ['COMPLICES', 'Les amis de la maison'],
                'was_there' => ['JYETAIS', 'En salle pour Halo : replay à 2 €'],
            ],
            'guests' => [
                'Presse' => [
                    'most' => 8,
                    'guests' => [['La Gazette des petites salles', 2, 'Photo'], ['Radio Bastille', 1, '']],
                ],
                'Artiste' => ['most' => 6, 'guests' => [['Famille Roy', 4, 'Au premier rang, à gauche']]],
            ],
            'cameras' => ['stage' => 'Scène', 'backstage' => 'Coulisses'],
            'replay' => [
                'chapters' => [
                    [0, 'Ouverture'],
                    [44, 'Le halo'],
                    [84, 'Duo au piano'],
                    [120, 'Après l’entracte'],
                    [190, 'Rappel'],
                ],
                'said' => [
                    [-60, 'Inès', 'Premier rang, comme promis !'],
                    [6, 'Marcus', 'Bonsoir de Lyon'],
                    [15, 'Inès', 'Cette lumière…'],
                    [31, 'Théo', 'On entend très bien ici, merci l’équipe son'],
                    [47, 'Awa', 'LE HALO'],
                    [52, 'Marcus', 'J’attendais ce morceau depuis l’album'],
                    [71, 'Jeanne', 'Frissons'],
                    [88, 'Théo', 'Le piano seul, quelle idée'],
                    [112, 'Awa', 'Qui est à la salle ce soir ?'],
                    [186, 'Jeanne', 'De retour, ouf'],
                    [205, 'Inès', 'Le son est encore meilleur qu’avant'],
                    [241, 'Marcus', 'Ne partez pas'],
                    [262, 'Awa', 'RAPPEL 👏👏👏'],
                    [290, 'Théo', 'Merci pour cette soirée'],
                ],
            ],
            'captions' => ['fr' => 'Français', 'en' => 'Anglais'],
            'products' => [
                'shirt' => [
                    'T-shirt « Soleil de minuit »',
                    'Coton biologique, sérigraphié à Montreuil. À retirer au bar de la salle.',
                    'Un t-shirt noir avec un soleil couchant imprimé.',
                ],
                'vinyl' => [
                    '« Halo », vinyle numéroté',
                    'Pressage de 300 exemplaires, numérotés et signés par Vera Lune.',
                    'Une pochette de disque bleue, le vinyle à demi sorti.',
                ],
                'poster' => [
                    'Affiche de la tournée',
                    'Tirage offset 50 × 70 cm sur papier de création.',
                    'Une affiche orange suspendue par deux baguettes de bois.',
                ],
            ],
            'pages' => [
                'home' => ['accueil', 'Accueil'],
                'agenda' => ['agenda', 'Agenda'],
                'replays' => ['replays', 'Replays'],
                'passes' => ['mes-billets', 'Mes billets'],
                'venue' => ['la-salle', 'La salle'],
                'terms' => ['conditions', 'Conditions de vente'],
                'english' => ['english', 'English'],
            ],
            'english' => [
                'Tonight, in English',
                'The tags on this page speak English, because the page says so. Everything else is the same venue.',
                'Coming shows',
                'My tickets',
            ],
            'home' => [
                'coming' => 'Prochains concerts',
                'replays' => 'À revoir',
                'about_title' => 'Debout, au premier rang, où que vous soyez',
                'about' =>
                    'Le Parterre est une salle de deux cents places, un bar et une scène basse. Depuis cette saison, chaque concert est aussi filmé : on le regarde chez soi, on parle dans la salle d’à côté, on repart avec le disque. Une partie de chaque billet va directement aux artistes et à l’équipe de tournage.',
                'about_link' => 'Découvrir la salle',
                'passes_title' => 'Déjà un billet ?',
                'passes' =>
                    'Vos billets, vos reçus et vos replays sont dans « Mes billets ». Un lien dans votre boîte aux lettres suffit, sans mot de passe.',
                'passes_link' => 'Mes billets',
            ],
            'agenda' =>
                'Tous les concerts à venir, en salle et en direct. Vous habitez le quartier ? Le code VOISINS enlève 20 % à « Courant alternatif » et à « Velours ».',
            'replays_intro' =>
                'Les concerts que l’on peut encore revoir, avec ou sans billet. Vous étiez dans la salle pour « Halo » ? Le code JYETAIS vous ouvre le replay pour 2 €.',
            'passes_intro' => 'Retrouvez ici vos billets, vos reçus, vos replays et vos appareils.',
            'venue' => [
                'Une scène basse, un parterre, un bar au fond. Le Parterre accueille deux cents personnes debout dans une ancienne imprimerie du 11ᵉ arrondissement.',
                'Les concerts commencent à l’heure, les portes ouvrent une heure avant. Le bar sert jusqu’à la fin ; la boutique est à côté du vestiaire.',
            ],
            'venue_facts' => [
                'Adresse' => '18 rue des Taillandiers, 75011 Paris',
                'Métro' => 'Bastille, lignes 1, 5 et 8',
                'Accès' => 'De plain-pied, boucle magnétique, places assises sur demande',
            ],
            'terms' => [
                'Ceci est une salle de démonstration : aucun paiement n’est prélevé et aucun billet n’est valable.',
                'Un billet en ligne donne accès au concert annoncé, en direct ou en replay, sur deux appareils à la fois. Les articles de la boutique sont à retirer à la salle sur présentation du code reçu par e-mail.',
                'Comme pour tout spectacle à date fixe, il n’y a pas de droit de rétractation. Si un concert est annulé, il est remboursé.',
            ],
            'footer' => [
                'note' => 'Salle de démonstration : aucun paiement n’est prélevé.',
                'address' => '18 rue des Taillandiers, 75011 Paris',
            ],
            'place' => [
                'name' => 'Le Parterre',
                'address' => '18 rue des Taillandiers',
                'city' => 'Paris',
                'country' => 'FR',
            ],
        ];
    }

    /** @return array<string, mixed> */
    private static function english(): array {
        return [
            'title' => 'Le Parterre',
            'tagline' => 'Concert hall in Paris. On the floor and at home.',
            'shows' => [
                'ember' => [
                    'slug' => 'midnight-sun',
                    'title' => 'Midnight Sun',
                    'artists' => ['Lou Ambre', 'Les Braises'],
                    'summary' => 'The warmest voice of the Paris night, five musicians and a sun that does not set.',
                    'description' =>
                        "Lou Ambre wrote this record between two night trains. On stage it becomes a campfire: deep bass, clear guitars, and a voice that keeps the whole front row on its feet.\n\nTwo cameras tonight: the stage, and backstage for everybody who wants to see the light from a little closer.",
                    'alt' => 'A singer raises her arm in front of orange rays; the crowd is at her feet.',
                ],
                'current' => [
                    'slug' => 'alternating-current',
                    'title' => 'Alternating Current',
                    'artists' => ['Nora Volt', 'Émile K.'],
                    'summary' => 'Two keyboards, a thousand cables: an electronic night played entirely by hand.',
                    'description' =>
                        "No tape, no computer: Nora Volt and Émile K. plug, unplug and start again. Their first concert in Paris for three years.\n\nThere are a hundred and twenty places in the hall. Online, the sound comes from the desk, not from the room.",
                    'alt' => 'Two musicians behind their keyboards, between columns of purple light.',
                ],
                'halo' => [
                    'slug' => 'halo',
                    'title' => 'Halo',
                    'artists' => ['Vera Lune'],
                    'summary' => 'One guitar, one loop, one circle of light. The concert of the autumn, to see again.',
                    'description' =>
                        "Vera Lune plays alone and sounds like six. This concert was sold out; here it is in full, encore included.\n\nThe replay stays open for a month, on two devices.",
                    'alt' => 'A guitarist in a large blue circle that is mirrored on the floor.',
                ],
                'moonlight' => [
                    'slug' => 'under-the-moon',
                    'title' => 'Under the Moon',
                    'artists' => ['Awa & Félix'],
                    'summary' => 'An acoustic session, free and open: no ticket and no registration.',
                    'description' =>
                        "A kora, a double bass, a string of lights. Half an hour recorded after closing time, when only the crew and the silence are left.\n\nPress play: that is all there is to do.",
                    'alt' => 'Two musicians in front of a large moon and strings of lights.',
                ],
                'workshop' => [
                    'slug' => 'open-workshop',
                    'title' => 'Open Workshop',
                    'artists' => ['Iris Delaunay', 'Sacha Rey'],
                    'summary' => 'An hour of new music after two weeks of residency. Free to enter, pay what you like.',
                    'description' =>
                        "Iris Delaunay and Sacha Rey spent two weeks in the empty hall, a keyboard and a guitar face to face. This is what came of it: seven pieces, two of them without a name yet.\n\nRegistering is free. If you can give something, all of it goes to the next residency.",
                    'alt' => 'A keyboard player and a guitarist in rosy light, in front of a pale moon.',
                ],
                'velvet' => [
                    'slug' => 'velvet',
                    'title' => 'Velvet',
                    'artists' => ['Marceline Roy', 'Le Petit Orchestre vert'],
                    'summary' => 'The softest voice of the season. The hall is full; the livestream has room.',
                    'description' =>
                        "Two hundred places went in one morning. Marceline Roy sings her first album with a pocket orchestra, drums with brushes and a warm guitar.\n\nNo place for you? Take the livestream, or join the list: a place that comes back goes to whoever has waited longest.",
                    'alt' => 'A singer in the middle of a large sun of gold and green, the drums behind her.',
                ],
            ],
            'offers' => [
                'live' => ['Live', 'The concert live at your place, in high definition.'],
                'backstage' => [
                    'Live + backstage',
                    'The livestream, the backstage camera, and the replay for 30 days.',
                ],
                'live_replay' => ['Live + replay', 'The livestream, then the replay for 30 days.'],
                'hall' => [
                    'Hall + replay',
                    'Your standing place at Le Parterre, and the replay to live the evening again.',
                ],
                'replay' => ['Replay', 'The concert in full, encore included, for as long as the replay is open.'],
                'poster' => ['Live + poster', 'The livestream, and the tour poster to pick up at the venue.'],
                'early' => ['Live, early price', 'The first ten tickets, for those who make up their mind.'],
                'early_date' => ['Live, early price', 'The livestream for less, until five days before the concert.'],
                'pass' => ['Two-evening pass', 'Two concerts live: this one, and “Velvet” the week after.'],
                'friends' => ['Live, friends’ price', 'For friends of the house, two tickets at most.'],
                'replay_vinyl' => [
                    'Replay + vinyl',
                    'The concert to see again, and “Halo” as a numbered record, to pick up at the venue.',
                ],
                'choose' => ['Pay what you like', 'The livestream and the replay. You choose what you give, from €3.'],
                'free' => ['Free registration', 'The livestream for nothing: an e-mail address is enough.'],
                'free_hall' => ['In the hall, free', 'Your seat, as long as there are some: sixty in all.'],
            ],
            'parts' => ['live' => 'Livestream', 'replay' => 'Replay', 'hall' => 'Place in the hall'],
            'pools' => ['stream' => 'Places online', 'hall' => 'Places in the hall', 'early' => 'Early tickets'],
            // The code, and what the desk calls it.
            'codes' => [
                'neighbours' => ['NEIGHBOURS', 'Neighbours: 20 %'],
                'friends' => ['FRIENDS', 'Friends of the house'],
                'was_there' => ['IWASTHERE', 'In the hall for Halo: replay for €2'],
            ],
            'guests' => [
                'Press' => [
                    'most' => 8,
                    'guests' => [['La Gazette des petites salles', 2, 'Photo'], ['Radio Bastille', 1, '']],
                ],
                'Artist' => ['most' => 6, 'guests' => [['The Roy family', 4, 'Front row, left']]],
            ],
            'cameras' => ['stage' => 'Stage', 'backstage' => 'Backstage'],
            'replay' => [
                'chapters' => [
                    [0, 'Opening'],
                    [44, 'The halo'],
                    [84, 'Duo at the piano'],
                    [120, 'After the break'],
                    [190, 'Encore'],
                ],
                'said' => [
                    [-60, 'Inès', 'Front row, as promised!'],
                    [6, 'Marcus', 'Good evening from Lyon'],
                    [15, 'Inès', 'That light…'],
                    [31, 'Théo', 'The sound is so clear here, thank you to the crew'],
                    [47, 'Awa', 'THE HALO'],
                    [52, 'Marcus', 'I have waited for this one since the album'],
                    [71, 'Jeanne', 'Goosebumps'],
                    [88, 'Théo', 'Just the piano, what an idea'],
                    [112, 'Awa', 'Who is in the hall tonight?'],
                    [186, 'Jeanne', 'Back again, phew'],
                    [205, 'Inès', 'It sounds even better than before'],
                    [241, 'Marcus', 'Do not go yet'],
                    [262, 'Awa', 'ENCORE 👏👏👏'],
                    [290, 'Théo', 'Thank you for tonight'],
                ],
            ],
            'captions' => ['fr' => 'French', 'en' => 'English'],
            'products' => [
                'shirt' => [
                    '“Midnight Sun” T-shirt',
                    'Organic cotton, screen-printed in Montreuil. To be picked up at the bar.',
                    'A black T-shirt with a setting sun printed on it.',
                ],
                'vinyl' => [
                    '“Halo”, numbered vinyl',
                    'A pressing of 300, numbered and signed by Vera Lune.',
                    'A blue record sleeve with the vinyl half out.',
                ],
                'poster' => [
                    'Tour poster',
                    'Offset print, 50 × 70 cm, on art paper.',
                    'An orange poster hanging from two wooden rails.',
                ],
            ],
            'pages' => [
                'home' => ['home', 'Home'],
                'agenda' => ['shows', 'Shows'],
                'replays' => ['replays', 'Replays'],
                'passes' => ['my-tickets', 'My tickets'],
                'venue' => ['venue', 'The venue'],
                'terms' => ['terms', 'Terms of sale'],
            ],
            'home' => [
                'coming' => 'Coming shows',
                'replays' => 'See again',
                'about_title' => 'On your feet, in the front row, wherever you are',
                'about' =>
                    'Le Parterre is a hall of two hundred places, a bar and a low stage. Since this season every concert is filmed too: you watch it at home, talk in the room next door and leave with the record. A part of each ticket goes straight to the artists and the film crew.',
                'about_link' => 'Discover the venue',
                'passes_title' => 'Got a ticket already?',
                'passes' =>
                    'Your tickets, receipts and replays are under “My tickets”. A link in your mailbox is all it takes, no password.',
                'passes_link' => 'My tickets',
            ],
            'agenda' =>
                'Every coming concert, in the hall and live. Do you live around the corner? The code NEIGHBOURS takes 20 % off “Alternating Current” and “Velvet”.',
            'replays_intro' =>
                'The concerts that can still be seen again, with or without a ticket. Were you in the hall for “Halo”? The code IWASTHERE opens the replay for €2.',
            'passes_intro' => 'Your tickets, receipts, replays and devices are here.',
            'venue' => [
                'A low stage, a floor, a bar at the back. Le Parterre holds two hundred people on their feet in a former printing works in the 11th arrondissement.',
                'Concerts start on time; doors open an hour before. The bar serves until the end, and the merch table is beside the cloakroom.',
            ],
            'venue_facts' => [
                'Address' => '18 rue des Taillandiers, 75011 Paris',
                'Métro' => 'Bastille, lines 1, 5 and 8',
                'Access' => 'Step-free, induction loop, seats on request',
            ],
            'terms' => [
                'This is a demonstration venue: no money is taken and no ticket is valid.',
                'An online ticket opens the announced concert, live or as a replay, on two devices at a time. Merch is picked up at the venue with the code from the mail.',
                'As for every event on a fixed date there is no right of withdrawal. A concert that is cancelled is refunded.',
            ],
            'footer' => [
                'note' => 'A demonstration venue: no money is taken.',
                'address' => '18 rue des Taillandiers, 75011 Paris',
            ],
            'place' => [
                'name' => 'Le Parterre',
                'address' => '18 rue des Taillandiers',
                'city' => 'Paris',
                'country' => 'FR',
            ],
        ];
    }
}
