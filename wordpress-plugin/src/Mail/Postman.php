<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Secrets;
use Parterre\Settings;
use Parterre\Store\MailLog;
use PHPMailer\PHPMailer\PHPMailer;

/** Sends letters through `wp_mail`, so that whatever the site uses for its mail carries ours too, and logs each. */
final class Postman {
    public function __construct(
        private readonly MailLog $log,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
    ) {}

    /**
     * Sends a letter.
     *
     * @throws \RuntimeException when it did not leave, so that the job is tried again
     */
    public function send(string $template, string $recipient, Letter $letter, ?string $order = null): void {
        $entry = $this->log->begin(
            $template,
            $recipient,
            $this->secrets->hashEmail($recipient),
            $letter->loggedSubject(),
            $order,
        );
        $problem = '';
        $finish = static function (PHPMailer $mailer) use ($letter): void {
            $mailer->AltBody = $letter->plain();
            foreach ($letter->attachments() as $attachment) {
                $mailer->addStringAttachment(
                    $attachment['content'],
                    $attachment['name'],
                    PHPMailer::ENCODING_BASE64,
                    $attachment['type'],
                );
            }
        };
        $fail = static function (\WP_Error $error) use (&$problem): void {
            $problem = $error->get_error_message();
        };
        $name = fn(): string => $this->settings->venueName();
        add_action('phpmailer_init', $finish);
        add_action('wp_mail_failed', $fail);
        add_filter('wp_mail_from_name', $name);
        try {
            $sent = wp_mail($recipient, $letter->subject, $letter->html(), [
                'Content-Type: text/html; charset=UTF-8',
                'Auto-Submitted: auto-generated',
            ]);
        } catch (\Throwable $error) {
            // A mail plugin that throws; the log must not say for ever that the mail is on its way.
            $sent = false;
            $problem = $error->getMessage();
        } finally {
            remove_action('phpmailer_init', $finish);
            remove_action('wp_mail_failed', $fail);
            remove_filter('wp_mail_from_name', $name);
            // WordPress keeps one mailer for all: the next mail of the site must not carry our plain text.
            if (isset($GLOBALS['phpmailer']) && $GLOBALS['phpmailer'] instanceof PHPMailer) {
                $GLOBALS['phpmailer']->AltBody = '';
                $GLOBALS['phpmailer']->clearAttachments();
            }
        }
        // Mail servers like to repeat the address; the job that keeps this sentence is no place for it.
        $problem = str_ireplace($recipient, Secrets::emailHint($recipient), $problem);
        $this->log->end($entry, $sent, $problem);
        if (!$sent) {
            throw new \RuntimeException($problem === '' ? 'The mail did not leave.' : $problem);
        }
    }
}
