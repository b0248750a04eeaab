<?php
/**
 * Plugin Name: Parterre rig: mailbox
 * Description: Hands every mail to the mailbox of `npm start` by SMTP, where PARTERRE_RIG_SMTP_PORT names its port.
 */

declare(strict_types=1);

use PHPMailer\PHPMailer\PHPMailer;

add_action('phpmailer_init', static function (PHPMailer $mailer): void {
    if (!defined('PARTERRE_RIG_SMTP_PORT')) {
        return;
    }
    $mailer->isSMTP();
    $mailer->Host = '127.0.0.1';
    $mailer->Port = (int) PARTERRE_RIG_SMTP_PORT;
    $mailer->SMTPAuth = false;
    $mailer->SMTPAutoTLS = false;
    $mailer->Timeout = 5;
});
