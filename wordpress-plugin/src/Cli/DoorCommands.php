<?php
declare(strict_types=1);

namespace Parterre\Cli;

use Parterre\Access\DoorFile;
use Parterre\Access\Honouring;
use Parterre\Access\Keys;
use Parterre\Plugin;
use Parterre\Store\Events;
use Parterre\Store\Honours;
use Parterre\Store\Shows;

/** `wp parterre doors …`: what the night needs when the back office is slow. */
final class DoorCommands implements \Parterre\Module {
    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        if (!defined('WP_CLI') || !WP_CLI) {
            return;
        }
        $show = ['type' => 'positional', 'name' => 'show', 'description' => 'Id or slug.'];
        \WP_CLI::add_command(
            'parterre doors honour',
            [$this, 'honour'],
            [
                'shortdesc' =>
                    'Honours holders of signed tickets without counting devices, or everybody who leaves an address.',
                'synopsis' => [
                    $show,
                    ['type' => 'positional', 'name' => 'level', 'options' => ['signed', 'everybody', 'off']],
                ],
            ],
        );
        \WP_CLI::add_command(
            'parterre doors list',
            [$this, 'list'],
            ['shortdesc' => 'Lists who was honoured, and what is known of them.', 'synopsis' => [$show]],
        );
        \WP_CLI::add_command(
            'parterre doors epoch',
            [$this, 'epoch'],
            ['shortdesc' => 'Ends every signed ticket of a show; sessions get new ones.', 'synopsis' => [$show]],
        );
        \WP_CLI::add_command(
            'parterre doors rotate',
            [$this, 'rotate'],
            ['shortdesc' => 'Signs with a new key from now on; the old one is believed for another day.'],
        );
        \WP_CLI::add_command(
            'parterre doors write',
            [$this, 'write'],
            ['shortdesc' => 'Writes the file of the verifier, and says where it is.'],
        );
    }

    /** @param list<string> $arguments */
    public function honour(array $arguments): void {
        $level = $arguments[1] === 'off' ? null : $arguments[1];
        $this->plugin->get(Honouring::class)->set($this->show($arguments[0])['id'], $level, get_current_user_id());
        $this->plugin->get(DoorFile::class)->write();
        \WP_CLI::success($level === null ? 'Tickets count again.' : 'It ends by itself with the show.');
    }

    /** @param list<string> $arguments */
    public function list(array $arguments): void {
        $show = $this->show($arguments[0]);
        $counts = $this->plugin->get(Honouring::class)->reconcile($show['id']);
        \WP_CLI\Utils\format_items('table', $this->plugin->get(Honours::class)->ofShow($show['id']), [
            ...['id', 'proof', 'email', 'via', 'entries', 'state', 'matched_ticket_id'],
        ]);
        \WP_CLI::line((string) wp_json_encode($counts));
    }

    /** @param list<string> $arguments */
    public function epoch(array $arguments): void {
        $show = $this->show($arguments[0]);
        $this->plugin->get(Shows::class)->update($show['id'], ['epoch' => $show['epoch'] + 1]);
        $this->plugin->get(Events::class)->audit('show.epoch', $show['id'], [], get_current_user_id());
        $this->plugin->get(DoorFile::class)->write();
        \WP_CLI::success('What was signed before opens nothing any more.');
    }

    public function rotate(): void {
        $kid = $this->plugin->get(Keys::class)->rotate();
        $this->plugin->get(Events::class)->audit('doors.key', $kid, [], get_current_user_id());
        $this->plugin->get(DoorFile::class)->write();
        \WP_CLI::success("Tickets are signed with the key $kid.");
    }

    public function write(): void {
        $file = $this->plugin->get(DoorFile::class);
        $file->write();
        \WP_CLI::success(
            DoorFile::folder() .
                ' is up to date. Pages ask ' .
                ($file->url() ?? 'nobody: set PARTERRE_DOORS and the filter parterre_verify_url.'),
        );
    }

    /** @return array<string, mixed> */
    private function show(string $idOrSlug): array {
        $show = $this->plugin->get(Shows::class)->findPublic($idOrSlug);
        if ($show === null) {
            \WP_CLI::error('There is no such show.');
        }
        return $show;
    }
}
