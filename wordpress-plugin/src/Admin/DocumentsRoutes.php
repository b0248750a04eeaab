<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Law\DocumentPage;
use Parterre\Law\Paper;
use Parterre\Mail\Texts;
use Parterre\Plugin;
use Parterre\Store\Documents;
use Parterre\Store\Events;

/**
 * Invoices and credit notes, to find and to print. The list names nobody; a document itself holds the buyer's address, so only whoever
 * may see personal data opens one, and each look is written into the audit.
 *
 * - `GET /documents?page&perPage&search&kind` → `{items: [{id, kind: invoice|creditNote, label, order, reference, issuedAt, currency, totalMinor,
 *   taxMinor}], total}`, newest first; `search` is a document's number or the reference of an order.
 * - `GET /documents/{document}/print` the document as a page.
 */
final class DocumentsRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route('/documents', 'GET', self::can(Roles::VIEW_ORDERS), $this->list(...));
        $one = '/documents/(?P<document>' . self::ID . ')/print';
        $this->route($one, 'GET', self::can(Roles::VIEW_PERSONAL), $this->printed(...));
    }

    private function list(\WP_REST_Request $request): array {
        if (Roles::onlyOwner() !== null) {
            return ['items' => [], 'total' => 0];
        }
        [$limit, $offset] = self::slice($request);
        $page = $this->plugin->get(Documents::class)->page(
            [
                'search' => strtoupper(trim((string) ($request['search'] ?? ''))),
                'kinds' => self::words($request['kind']),
            ],
            $limit,
            $offset,
        );
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'kind' => $row['kind'],
                    'label' => $row['label'],
                    'order' => $row['order_id'],
                    'reference' => $row['reference'],
                    'issuedAt' => Instant::toText($row['issued_at']),
                    'currency' => $row['currency'],
                    'totalMinor' => $row['total_minor'],
                    'taxMinor' => $row['tax_minor'],
                ],
                $page['items'],
            ),
            'total' => $page['total'],
        ];
    }

    private function printed(\WP_REST_Request $request): array|\WP_Error {
        $document =
            Roles::onlyOwner() === null
                ? $this->plugin->get(Documents::class)->find((string) $request['document'])
                : null;
        if ($document === null) {
            return self::notFound();
        }
        $this->plugin->get(Events::class)->audit('document.printed', $document['id'], [], get_current_user_id());
        $texts = new Texts($document['content']['locale']);
        Paper::send($document['label'], $texts->language(), [DocumentPage::sheet($document, $texts)]);
    }
}
