<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;
use Parterre\Domain\Schema;
use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Plugin;
use Parterre\Settings;

/**
 * Registers every operation of the protocol as a route, and is the frame around all of them: size, shape, session, errors,
 * caching, origins. What an operation does is a method of its name in the handler of its resource.
 */
final class Registrar implements \Parterre\Module {
    public const NAMESPACE = 'parterre/v1';
    private const MAX_BODY = 65_536;

    private const HANDLERS = [
        'getVenue' => ShowsHandler::class,
        'listShows' => ShowsHandler::class,
        'getShow' => ShowsHandler::class,
        'listProducts' => MerchHandler::class,
        'createCart' => MerchHandler::class,
        'getCart' => MerchHandler::class,
        'setCart' => MerchHandler::class,
        'quote' => OrdersHandler::class,
        'checkCode' => CodesHandler::class,
        'createOrder' => OrdersHandler::class,
        'getOrder' => OrdersHandler::class,
        'settleOrder' => OrdersHandler::class,
        'prolongHold' => OrdersHandler::class,
        'cancelOrder' => OrdersHandler::class,
        'choosePayment' => OrdersHandler::class,
        'payTest' => OrdersHandler::class,
        'withdrawOrder' => LawHandler::class,
        'getCampaign' => CampaignsHandler::class,
        'listCampaigns' => CampaignsHandler::class,
        'createPledge' => CampaignsHandler::class,
        'listPledges' => CampaignsHandler::class,
        'settlePledge' => CampaignsHandler::class,
        'prepareCard' => CampaignsHandler::class,
        'changePledge' => CampaignsHandler::class,
        'withdrawPledge' => CampaignsHandler::class,
        'saveTestCard' => CampaignsHandler::class,
        'startSession' => SessionsHandler::class,
        'getSession' => SessionsHandler::class,
        'updateSession' => SessionsHandler::class,
        'endSession' => SessionsHandler::class,
        'requestPassLink' => SessionsHandler::class,
        'redeemPassLink' => SessionsHandler::class,
        'getPasses' => SessionsHandler::class,
        'revokeDevice' => SessionsHandler::class,
        'joinWaitingList' => WaitingHandler::class,
        'openWaiting' => WaitingHandler::class,
        'leaveWaitingList' => WaitingHandler::class,
        'addTicketAddress' => SharingHandler::class,
        'removeTicketAddress' => SharingHandler::class,
        'getHallTickets' => AftersaleHandler::class,
        'resendOrder' => AftersaleHandler::class,
        'changeOrderEmail' => AftersaleHandler::class,
        'transferTicket' => AftersaleHandler::class,
        'cancelTransfer' => AftersaleHandler::class,
        'enter' => EntryHandler::class,
        'heartbeat' => EntryHandler::class,
        'cast' => EntryHandler::class,
        'leave' => EntryHandler::class,
        'honour' => EntryHandler::class,
        'startPairing' => PairingHandler::class,
        'claimPairing' => PairingHandler::class,
        'findPairing' => PairingHandler::class,
        'confirmPairing' => PairingHandler::class,
        'postMessage' => RoomHandler::class,
        'recallMessages' => RoomHandler::class,
        'reportMessage' => RoomHandler::class,
        'moderate' => RoomHandler::class,
        'listReports' => RoomHandler::class,
    ];

    public function __construct(
        private readonly Plugin $plugin,
        private readonly Visitor $visitor,
        private readonly Settings $settings,
        private readonly Runner $jobs,
    ) {}

    public function register(): void {
        add_action('rest_api_init', [$this, 'registerRoutes']);
        add_filter('rest_pre_dispatch', [$this, 'refuseLargeBody'], 10, 3);
        add_filter('rest_post_dispatch', [$this, 'translateErrors'], 10, 3);
        // After core's own CORS headers (10), which allow every origin.
        add_filter('rest_pre_serve_request', [$this, 'sendHeaders'], 20, 3);
    }

    /** @return array<string, array<string, mixed>> the protocol's operations by name */
    public static function operations(): array {
        static $operations = null;
        return $operations ??= require dirname(__DIR__, 2) . '/protocol/operations.php';
    }

    public function registerRoutes(): void {
        foreach (self::operations() as $name => $operation) {
            register_rest_route(self::NAMESPACE, self::pattern($operation['path']), [
                'methods' => $operation['method'],
                'callback' => fn(\WP_REST_Request $request): \WP_REST_Response => $this->answer(
                    $name,
                    $operation,
                    $request,
                ),
                'permission_callback' => [$this, 'leaveToOperation'],
            ]);
        }
    }

    /**
     * WordPress's own permissions do not apply: fans are no WordPress users. Every operation says in the protocol whether
     * it needs a session of ours, and `answer` asks for it first.
     */
    public function leaveToOperation(): bool {
        return true;
    }

    /** @param mixed $result what an earlier filter answered */
    public function refuseLargeBody(mixed $result, \WP_REST_Server $server, \WP_REST_Request $request): mixed {
        if ($result !== null || !self::isOurs($request) || strlen((string) $request->get_body()) <= self::MAX_BODY) {
            return $result;
        }
        return self::refused(new Refusal('too_large'));
    }

    /** Gives core's own refusals (malformed JSON, no such route) the form of the protocol. */
    public function translateErrors(
        \WP_REST_Response $response,
        \WP_REST_Server $server,
        \WP_REST_Request $request,
    ): \WP_REST_Response {
        if (!self::isOurs($request)) {
            return $response;
        }
        $data = $response->get_data();
        $code = is_array($data) && isset($data['code']) && !isset($data['error']) ? (string) $data['code'] : '';
        return match ($code) {
            'rest_invalid_json' => self::refused(
                new Refusal('bad_request', issues: [['path' => '', 'problem' => 'is not JSON']]),
            ),
            'rest_no_route', 'rest_invalid_handler' => self::refused(new Refusal('not_found')),
            // Others come from the site (a security plugin, a stale login): the page must see that it was not us.
            default => $response,
        };
    }

    /**
     * Says which origins may read the answer. Core has allowed every one, with credentials; ours are on a list and send none.
     */
    public function sendHeaders(mixed $served, mixed $result, \WP_REST_Request $request): mixed {
        if (!self::isOurs($request) || headers_sent()) {
            return $served;
        }
        foreach (['Origin', 'Credentials', 'Methods', 'Headers', 'Expose-Headers'] as $name) {
            header_remove($name === 'Expose-Headers' ? 'Access-Control-Expose-Headers' : "Access-Control-Allow-$name");
        }
        // Answers differ by origin in more than this header: the address of the feed does too.
        header('Vary: Origin');
        header('X-Content-Type-Options: nosniff');
        if (isset($_GET['_envelope'])) {
            // Core has put the headers of the answer into its body, the one that keeps caches away among them.
            header('Cache-Control: no-store, private');
        }
        $origin = (string) $request->get_header('origin');
        if ($origin !== '' && in_array(Settings::originOf($origin), $this->settings->origins(), true)) {
            header('Access-Control-Allow-Origin: ' . Settings::originOf($origin));
            header('Access-Control-Allow-Methods: GET, POST, PUT, DELETE, OPTIONS');
            header('Access-Control-Allow-Headers: Authorization, Content-Type, If-None-Match, X-Parterre-Session');
            header('Access-Control-Expose-Headers: ETag, Retry-After');
            header('Access-Control-Max-Age: 86400');
        }
        return $served || $this->answerBeforeWork($result) ? true : $served;
    }

    /**
     * Where PHP cannot hand an answer over and go on (Apache's module, PHP's own server), the answer is sent with its length,
     * so that the browser need not wait for the mail that follows.
     */
    private function answerBeforeWork(mixed $result): bool {
        $canHandOver = function_exists('fastcgi_finish_request') || function_exists('litespeed_finish_request');
        if (
            $canHandOver ||
            !($result instanceof \WP_REST_Response) ||
            !$this->jobs->hasPending() ||
            ini_get('zlib.output_compression')
        ) {
            return false;
        }
        $text = (string) wp_json_encode($result->get_data());
        header('Content-Length: ' . strlen($text));
        header('Connection: close');
        // phpcs:ignore WordPress.Security.EscapeOutput -- JSON, sent as application/json with nosniff
        echo $text;
        while (ob_get_level() > 0) {
            ob_end_flush();
        }
        flush();
        return true;
    }

    /**
     * @param array<string, mixed> $operation
     */
    private function answer(string $name, array $operation, \WP_REST_Request $request): \WP_REST_Response {
        try {
            if (
                $operation['feature'] !== null &&
                !in_array($operation['feature'], $this->settings->get('features'), true)
            ) {
                throw new Refusal('not_supported');
            }
            $input = Schema::check($this->input($operation, $request), $operation['input']);
            $call = $this->visitor->call($request, $operation);
            $handler = $this->plugin->get(self::HANDLERS[$name]);
            $output = $handler->$name($input, $call);
            $response = new \WP_REST_Response($output === [] ? new \stdClass() : $output);
            $seconds = $operation['cacheSeconds'];
            $response->header('Cache-Control', $seconds > 0 ? "public, max-age=$seconds" : 'no-store, private');
            return $response;
        } catch (Refusal $refusal) {
            return self::refused($refusal);
        } catch (\Throwable $problem) {
            Log::problem($name, $problem);
            return self::refused(new Refusal('unavailable', 5_000));
        }
    }

    /**
     * The input of an operation: the path's parameters, and the query (GET) or the body. Types of a query are those of the
     * schema: everything in it is text.
     *
     * @return array<string, mixed>
     */
    private function input(array $operation, \WP_REST_Request $request): array {
        $rest = $operation['method'] === 'GET' ? $request->get_query_params() : $request->get_json_params() ?? [];
        if (
            $operation['method'] !== 'GET' &&
            $rest === [] &&
            trim((string) $request->get_body()) !== '' &&
            $request->get_json_params() === null
        ) {
            throw new Refusal('bad_request', issues: [['path' => '', 'problem' => 'is not JSON']]);
        }
        if ($operation['method'] === 'GET') {
            unset($rest['rest_route']);
        }
        return $request->get_url_params() + (array) $rest;
    }

    private static function refused(Refusal $refusal): \WP_REST_Response {
        static $errors = null;
        $errors ??= require dirname(__DIR__, 2) . '/protocol/errors.php';
        $facts =
            $errors[$refusal->errorCode] ??
            throw new \LogicException("The protocol knows no error $refusal->errorCode.");
        $body = ['code' => $refusal->errorCode, 'retryable' => $facts['retryable']];
        if ($refusal->retryAfterMs !== null) {
            $body['retryAfterMs'] = $refusal->retryAfterMs;
        }
        if ($refusal->issues !== []) {
            $body['issues'] = $refusal->issues;
        }
        if ($refusal->detail !== '') {
            $body['detail'] = $refusal->detail;
        }
        $response = new \WP_REST_Response(['error' => $body], $facts['status']);
        $response->header('Cache-Control', 'no-store, private');
        if ($refusal->retryAfterMs !== null) {
            $response->header('Retry-After', (string) (int) ceil($refusal->retryAfterMs / 1000));
        }
        return $response;
    }

    private static function pattern(string $path): string {
        return (string) preg_replace('/\{(\w+)\}/', '(?P<$1>[^/]+)', $path);
    }

    /** Whether a request is for a route of ours, in any case of letters: WordPress matches routes without regard to it. */
    private static function isOurs(\WP_REST_Request $request): bool {
        return str_starts_with(strtolower(trim($request->get_route(), '/')) . '/', self::NAMESPACE . '/');
    }
}
