<?php
declare(strict_types=1);

namespace Parterre\Mail;

/**
 * A mail being written: blocks that become plain text and simple HTML alike. Everything is text until it is echoed into
 * one of the two, so nothing a person typed can become markup.
 */
final class Letter {
    /** @var list<array{type: string, text: string, url?: string, rows?: list<array{0: string, 1: string}>}> */
    private array $blocks = [];
    /** @var list<array{name: string, type: string, content: string}> */
    private array $attachments = [];

    /**
     * @param string|null $loggedSubject what is written down of the subject, where that itself holds a secret
     */
    public function __construct(
        public readonly string $subject,
        private readonly string $language,
        private readonly string $venue,
        private readonly ?string $loggedSubject = null,
    ) {}

    /** The subject as the log of mails may keep it. */
    public function loggedSubject(): string {
        return $this->loggedSubject ?? $this->subject;
    }

    public function paragraph(string $text): self {
        $this->blocks[] = ['type' => 'paragraph', 'text' => $text];
        return $this;
    }

    public function heading(string $text): self {
        $this->blocks[] = ['type' => 'heading', 'text' => $text];
        return $this;
    }

    /** A line that must not be missed. */
    public function banner(string $text): self {
        $this->blocks[] = ['type' => 'banner', 'text' => $text];
        return $this;
    }

    public function button(string $text, string $url): self {
        $this->blocks[] = ['type' => 'button', 'text' => $text, 'url' => $url];
        return $this;
    }

    /** @param list<array{0: string, 1: string}> $rows label and value */
    public function table(array $rows): self {
        $this->blocks[] = ['type' => 'table', 'text' => '', 'rows' => $rows];
        return $this;
    }

    public function attach(string $name, string $type, string $content): self {
        $this->attachments[] = ['name' => $name, 'type' => $type, 'content' => $content];
        return $this;
    }

    /** @return list<array{name: string, type: string, content: string}> */
    public function attachments(): array {
        return $this->attachments;
    }

    public function plain(): string {
        $parts = array_map(
            static fn(array $block): string => match ($block['type']) {
                'heading' => mb_strtoupper($block['text'], 'UTF-8'),
                'banner' => '*** ' . $block['text'] . ' ***',
                'button' => $block['text'] . ":\n" . $block['url'],
                'table' => implode(
                    "\n",
                    array_map(static fn(array $row): string => "$row[0]: $row[1]", $block['rows'] ?? []),
                ),
                default => $block['text'],
            },
            $this->blocks,
        );
        return implode("\n\n", $parts) . "\n\n-- \n" . $this->venue . "\n";
    }

    public function html(): string {
        $body = '';
        foreach ($this->blocks as $block) {
            $text = esc_html($block['text']);
            $body .= match ($block['type']) {
                'heading' => "<h2 style=\"font-size:17px;margin:28px 0 8px\">$text</h2>",
                'banner'
                    => "<p style=\"background:#fff3cd;color:#4d3800;padding:12px 14px;border-radius:6px;margin:0 0 20px\">$text</p>",
                'button' => '<p style="margin:24px 0"><a href="' .
                    esc_url($block['url'] ?? '') .
                    "\" style=\"background:#1d1d1f;color:#ffffff;padding:14px 22px;border-radius:8px;text-decoration:none;display:inline-block;font-weight:600\">$text</a></p>",
                'table'
                    => '<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse">' .
                    implode(
                        '',
                        array_map(
                            static fn(
                                array $row,
                            ): string => '<tr><td style="padding:8px 0;border-bottom:1px solid #e5e5ea">' .
                                esc_html($row[0]) .
                                '</td><td style="padding:8px 0;border-bottom:1px solid #e5e5ea;text-align:right;white-space:nowrap">' .
                                esc_html($row[1]) .
                                '</td></tr>',
                            $block['rows'] ?? [],
                        ),
                    ) .
                    '</table>',
                default => "<p style=\"margin:0 0 14px\">$text</p>",
            };
        }
        return '<!doctype html><html lang="' .
            esc_attr($this->language) .
            '"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>' .
            esc_html($this->subject) .
            '</title></head><body style="margin:0;background:#f5f5f7;color:#1d1d1f;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif">' .
            '<div style="max-width:560px;margin:0 auto;padding:32px 20px"><div style="background:#ffffff;border-radius:12px;padding:28px 26px">' .
            '<p style="margin:0 0 20px;font-weight:700">' .
            esc_html($this->venue) .
            "</p>$body</div></div></body></html>";
    }
}
