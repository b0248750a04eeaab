<?php
/** To the crew: the picture of a live show is lost, or back. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'picture.lost.subject' => 'No picture: {title} ({camera})',
        'picture.lost.text' => '“{title}” is live, and since {time} no picture arrives from “{camera}”.',
        'picture.lost.fans' =>
            'Those who watch see the last frame and read that the picture comes back by itself. It does as soon as you publish again, with the same key; nobody has to reload.',
        'picture.back.subject' => 'The picture is back: {title} ({camera})',
        'picture.back.text' => 'The picture from “{camera}” arrives again. Nothing is left to do.',
        'picture.desk' => 'Open the desk',
        'picture.why' => 'You get this mail because you look after “{title}”: one for each loss, one when it is over.',
    ],
    'fr' => [
        'picture.lost.subject' => 'Plus d’image : {title} ({camera})',
        'picture.lost.text' =>
            '« {title} » est en direct et, depuis {time}, plus aucune image n’arrive de « {camera} ».',
        'picture.lost.fans' =>
            'Le public voit la dernière image et lit qu’elle reviendra d’elle-même. C’est ce qui se passe dès que vous relancez la diffusion avec la même clé ; personne n’a besoin de recharger la page.',
        'picture.back.subject' => 'L’image est revenue : {title} ({camera})',
        'picture.back.text' => 'L’image de « {camera} » arrive de nouveau. Vous n’avez plus rien à faire.',
        'picture.desk' => 'Ouvrir la régie',
        'picture.why' =>
            'Vous recevez cet e-mail parce que vous vous occupez de « {title} » : un par coupure, un à son retour.',
    ],
];
