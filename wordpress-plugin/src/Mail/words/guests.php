<?php
/** The invitation of a guest. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'guest.subject' => 'Invitation: {title}',
        'guest.hello' => '{name}, you are our guest. Your invitation is for {count} × {kind}.',
        'guest.open' => 'Open my invitation',
        'guest.openWhy' =>
            'This link lets you in on two devices, until the replay ends. Keep it to yourself: a third device logs the first one out.',
        'guest.codes' => 'At the door, show this mail or say your number:',
    ],
    'fr' => [
        'guest.subject' => 'Invitation : {title}',
        'guest.hello' => '{name}, vous êtes notre invité·e. Votre invitation vaut pour {count} × {kind}.',
        'guest.open' => 'Ouvrir mon invitation',
        'guest.openWhy' =>
            'Ce lien vous fait entrer sur deux appareils, jusqu’à la fin du replay. Gardez-le pour vous : un troisième appareil déconnecte le premier.',
        'guest.codes' => 'À l’entrée, montrez cet e-mail ou donnez votre numéro :',
    ],
];
