<?php
declare(strict_types=1);

namespace Parterre;

use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;
use Parterre\Store\Db;
use Parterre\Store\Migrations;

/** Composes the plugin: makes each service once, when it is first asked for, and attaches the modules to WordPress. */
final class Plugin {
    /** @var list<class-string<Module>> */
    private const MODULES = [
        Rest\OwnRequest::class,
        Rest\Registrar::class,
        Rest\FeedRoute::class,
        Rest\FilmRoute::class,
        Access\Module::class,
        Admin\DoorsRoutes::class,
        Payments\Module::class,
        Streaming\Replay\Module::class,
        Law\Module::class,
        Law\DocumentPage::class,
        Campaigns\Module::class,
        Payments\Stripe\Webhook::class,
        Streaming\Hooks\Module::class,
        Streaming\Providers\Module::class,
        Law\ChoicePage::class,
        Admin\BulkRoutes::class,
        Admin\AmendsRoutes::class,
        Admin\DeliveriesRoutes::class,
        Admin\ExportsRoutes::class,
        Realtime\Module::class,
        Hall\Module::class,
        Hall\TicketPage::class,
        Streaming\Watch\Module::class,
        Jobs\Runner::class,
        Mail\Module::class,
        Cli\Commands::class,
        Cli\DoorCommands::class,
        Cli\StreamCommands::class,
        Embed\Shortcodes::class,
        Embed\Blocks::class,
        Embed\PlainPage::class,
        Admin\Roles::class,
        Admin\ShowsRoutes::class,
        Admin\ReplayRoutes::class,
        Admin\DeskRoutes::class,
        Admin\MerchRoutes::class,
        Admin\OfferRoutes::class,
        Admin\OrdersRoutes::class,
        Admin\CodesRoutes::class,
        Admin\AttendeesRoutes::class,
        Admin\AftersaleRoutes::class,
        Admin\MarksRoutes::class,
        Admin\CounterRoutes::class,
        Admin\DocumentsRoutes::class,
        Admin\RefundsRoutes::class,
        Admin\PayoutsRoutes::class,
        Admin\PrivacyRoutes::class,
        Admin\SettingsRoutes::class,
        Admin\StripeRoutes::class,
        Admin\StreamingRoutes::class,
        Admin\HallRoutes::class,
        Admin\CampaignRoutes::class,
        Admin\StreamCheckRoutes::class,
        Admin\Screens::class,
        Privacy\Module::class,
        Health\Checks::class,
        Demo\Module::class,
    ];

    private static ?self $instance = null;

    /** @var array<class-string, object> */
    private array $made = [];

    /** @var array<class-string, callable(self): object> What cannot be made from constructor types alone. */
    private array $recipes;

    private function __construct() {
        $this->recipes = [
            Clock::class => static fn(): Clock => new Clock((int) apply_filters('parterre_clock_offset_ms', 0)),
            Secrets::class => static fn(self $plugin): Secrets => new Secrets(
                $plugin->get(Settings::class)->siteSecret(),
            ),
            Db::class => static fn(): Db => Db::ofSite(),
        ];
    }

    /** The plugin of this request. */
    public static function instance(): self {
        return self::$instance ??= new self();
    }

    /** Attaches every module. The one entry from `parterre.php`. */
    public static function boot(): void {
        $plugin = self::instance();
        $plugin->get(Migrations::class)->register();
        foreach (self::MODULES as $module) {
            $service = $plugin->get($module);
            assert($service instanceof Module);
            $service->register();
        }
        /** Everything is attached; `$plugin->get(SomeClass::class)` gives any service. */
        do_action('parterre_booted', $plugin);
    }

    /** Makes the tables of the current site. Other sites of a network make theirs on their first request. */
    public static function activate(): void {
        self::boot();
        self::instance()->get(Migrations::class)->run();
        do_action('parterre_activated');
    }

    /** Stops what runs by itself; data stays. */
    public static function deactivate(): void {
        wp_clear_scheduled_hook(Jobs\Runner::HOOK);
        do_action('parterre_deactivated');
    }

    /**
     * The service of this class, made on first use from the types of its constructor.
     *
     * @template T of object
     * @param class-string<T> $class
     * @return T
     */
    public function get(string $class): object {
        if (!isset($this->made[$class])) {
            $recipe = $this->recipes[$class] ?? null;
            $this->made[$class] = $recipe ? $recipe($this) : $this->compose($class);
        }
        return $this->made[$class];
    }

    /** Forgets the services made so far: after `switch_to_blog()` and between tests. */
    public function forget(): void {
        $this->made = [];
    }

    private function compose(string $class): object {
        $constructor = (new \ReflectionClass($class))->getConstructor();
        $arguments = [];
        foreach ($constructor?->getParameters() ?? [] as $parameter) {
            $type = $parameter->getType();
            if (!($type instanceof \ReflectionNamedType) || $type->isBuiltin()) {
                throw new \LogicException(
                    "$class asks for \${$parameter->getName()}, which has no class: give it a recipe.",
                );
            }
            $arguments[] = $type->getName() === self::class ? $this : $this->get($type->getName());
        }
        return new $class(...$arguments);
    }
}
