<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Domain\Clock;
use Parterre\Module as PluginModule;
use Parterre\Plugin;
use Parterre\Rest\Registrar;
use Parterre\Store\WebhookEvents;
use Parterre\Streaming\Providers\AwsIvs;
use Parterre\Streaming\Providers\Bunny;
use Parterre\Streaming\Providers\CloudflareStream;
use Parterre\Streaming\Providers\MediaMtx;
use Parterre\Streaming\Providers\Mux;
use Parterre\Streaming\StreamEvent;
use Parterre\Streaming\Trouble;

/**
 * Where streaming providers tell us that something has happened: one address each. A message is let in by what it carries alone, whatever network it
 * comes from, and fires the action `parterre_stream_event` once, however often it is told.
 */
final class Module implements PluginModule {
    private const PATH = '/hooks/stream/';
    private const MAX_BYTES = 262_144;
    /** An event that was begun so long ago and never ended died on its way: told again, it is done again. */
    private const DEAD_MS = 30_000;
    /** By the word stored with a camera. */
    private const HOOKS = [
        'nginx' => NginxHook::class,
        MediaMtx::NAME => MediaMtxHook::class,
        Mux::NAME => MuxHook::class,
        CloudflareStream::NAME => CloudflareHook::class,
        Bunny::NAME => BunnyHook::class,
        AwsIvs::NAME => IvsHook::class,
    ];

    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_action('rest_api_init', [$this, 'registerRoutes']);
    }

    public function registerRoutes(): void {
        foreach (self::HOOKS as $name => $class) {
            // What was read lives from the check to the answer.
            $reading = null;
            register_rest_route(Registrar::NAMESPACE, self::PATH . $name, [
                'methods' => ['GET', 'POST'],
                'permission_callback' => function (\WP_REST_Request $request) use ($class, &$reading): bool|\WP_Error {
                    $hook = $this->plugin->get($class);
                    $reading = $this->read($hook, $request);
                    return $this->admit($hook, $reading);
                },
                'callback' => function () use ($class, &$reading): \WP_REST_Response {
                    assert($reading instanceof Reading);
                    return $this->take($this->plugin->get($class), $reading);
                },
            ]);
        }
    }

    /** The address that a provider is told. */
    public static function url(string $provider): string {
        return rest_url(Registrar::NAMESPACE . self::PATH . $provider);
    }

    /** @return list<string> providers that have something to tell */
    public function providers(): array {
        return array_keys(self::HOOKS);
    }

    private function read(Hook $hook, \WP_REST_Request $request): Reading {
        if (strlen((string) $request->get_body()) > self::MAX_BYTES) {
            return Reading::refused('size', 413);
        }
        return $hook->read($request, intdiv($this->plugin->get(Clock::class)->nowMs(), 1000));
    }

    private function admit(Hook $hook, Reading $reading): bool|\WP_Error {
        if ($reading->refusal === null) {
            return true;
        }
        $this->plugin->get(Trouble::class)->note($hook->provider(), 'hook', $reading->refusal);
        return new \WP_Error('parterre_refused', 'This is not from the provider, or not for this site.', [
            'status' => $reading->status,
        ]);
    }

    private function take(Hook $hook, Reading $reading): \WP_REST_Response {
        $status =
            $reading->event === null ? 200 : $this->tell("stream.{$hook->provider()}", $reading->id, $reading->event);
        $response = new \WP_REST_Response(['received' => $status === 200], $status);
        $response->header('Cache-Control', 'no-store');
        return $response;
    }

    /** @return int the status of the answer: 503 asks the provider to tell it again */
    private function tell(string $gateway, string $id, StreamEvent $event): int {
        $inbox = $this->plugin->get(WebhookEvents::class);
        if (!$inbox->add($gateway, $id, $event->type, null, [], $event->atMs, 'webhook')) {
            $known = $inbox->find($gateway, $id);
            if ($known === null || $known['state'] !== 'new') {
                return 200;
            }
            if ($this->plugin->get(Clock::class)->nowMs() - $known['received_at'] < self::DEAD_MS) {
                return 503;
            }
        }
        /** A streaming provider says that a picture came or went, or that a recording can be played. */
        do_action(StreamEvent::ACTION, $event);
        $inbox->end($gateway, $id, 'done');
        return 200;
    }
}
