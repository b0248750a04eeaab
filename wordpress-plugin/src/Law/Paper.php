<?php
declare(strict_types=1);

namespace Parterre\Law;

/** A page to print, A4, black on white: documents, packing slips, statements. It needs no script and fetches nothing. */
final class Paper {
    private const STYLE = 'html{font:11pt/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#111;background:#e9e9ec}
body{margin:0}main{background:#fff;max-width:180mm;margin:12px auto;padding:15mm;box-sizing:border-box}
main+main{break-before:page}h1{font-size:17pt;margin:0 0 2mm}h2{font-size:12pt;margin:8mm 0 2mm}p{margin:0 0 2mm}
.between{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4mm 12mm;margin-bottom:8mm}.pre{white-space:pre-line}
.fine{font-size:9.5pt;color:#444}table{width:100%;border-collapse:collapse;margin:0 0 5mm}
th,td{text-align:left;padding:1.6mm 2mm 1.6mm 0;border-bottom:1px solid #ccc;vertical-align:top;overflow-wrap:anywhere}
th{font-size:9.5pt;font-weight:600}.n{text-align:right;white-space:nowrap;padding-right:0;padding-left:2mm}
tfoot td{font-weight:700;border-bottom:0}.code{font:700 20pt/1.2 ui-monospace,monospace;letter-spacing:.12em}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(55mm,1fr));gap:4mm}
.cards article{border:1px dashed #999;padding:4mm;min-height:52mm;box-sizing:border-box;break-inside:avoid;text-align:center;display:grid;align-content:center}
.cards .code{font-size:15pt}
button{font:inherit;min-height:44px;padding:0 18px;display:block;margin:12px auto 0}
@page{size:A4;margin:15mm}@media print{html{background:none}main{margin:0;padding:0;max-width:none}button{display:none}}
@media(max-width:480px){main{padding:18px}}';

    /**
     * Answers the request with sheets, and ends it.
     *
     * @param list<string> $sheets HTML, escaped by whoever wrote it
     * @param bool $asks whether a form on it is sent back to this site
     */
    public static function send(string $title, string $language, array $sheets, bool $asks = false): never {
        if (!defined('DONOTCACHEPAGE')) {
            define('DONOTCACHEPAGE', true);
        }
        status_header(200);
        header('Content-Type: text/html; charset=UTF-8');
        header('Cache-Control: no-store, private');
        header('Referrer-Policy: no-referrer');
        header('X-Content-Type-Options: nosniff');
        header('X-Robots-Tag: noindex');
        header(
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action " .
                ($asks ? "'self'" : "'none'"),
        );
        // phpcs:ignore WordPress.Security.EscapeOutput -- every sheet escapes its values as it writes them
        echo self::document($title, $language, $sheets);
        exit();
    }

    /** @param list<string> $sheets HTML */
    public static function document(string $title, string $language, array $sheets): string {
        return '<!doctype html><html lang="' .
            esc_attr($language) .
            '"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>' .
            esc_html($title) .
            '</title><style>' .
            self::STYLE .
            '</style></head><body>' .
            implode('', array_map(static fn(string $sheet): string => "<main>$sheet</main>", $sheets)) .
            '</body></html>';
    }

    /**
     * A table.
     *
     * @param list<string> $head texts; a text that begins with `#` heads a column of numbers
     * @param list<list<string>> $rows texts
     * @param list<list<string>> $foot texts
     */
    public static function table(array $head, array $rows, array $foot = []): string {
        $numbers = array_map(static fn(string $text): bool => str_starts_with($text, '#'), $head);
        $row = static fn(array $cells, string $tag): string => '<tr>' .
            implode(
                '',
                array_map(
                    static fn(string $text, int $column): string => "<$tag" .
                        ($numbers[$column] ? ' class="n"' : '') .
                        ($tag === 'th' ? ' scope="col"' : '') .
                        '>' .
                        esc_html($tag === 'th' ? ltrim($text, '#') : $text) .
                        "</$tag>",
                    $cells,
                    array_keys($cells),
                ),
            ) .
            '</tr>';
        $all = static fn(array $lines): string => implode(
            '',
            array_map(static fn(array $cells): string => $row($cells, 'td'), $lines),
        );
        return '<table><thead>' .
            $row($head, 'th') .
            '</thead><tbody>' .
            $all($rows) .
            '</tbody>' .
            ($foot === [] ? '' : '<tfoot>' . $all($foot) . '</tfoot>') .
            '</table>';
    }
}
