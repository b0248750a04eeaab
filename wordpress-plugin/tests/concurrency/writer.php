<?php
/**
 * One writer of the feed's race: posts messages `from` to `to` of its own into a room, as fast as it can, until it is done or
 * killed. Started again it goes on where it was: each message has a key, and what was committed is not posted twice.
 *
 *   php writer.php SITE-FOLDER SHOW NAME COUNT
 */

declare(strict_types=1);

use Parterre\Domain\Ids;
use Parterre\Plugin;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\LaneStates;
use Parterre\Store\Db;
use Parterre\Store\DbError;
use Parterre\Store\Feeds;
use Parterre\Store\Messages;

[, $site, $show, $name, $count] = $argv;
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require_once "$site/wp-load.php";

(static function (string $show, string $name, int $count): void {
    $plugin = Plugin::instance();
    $db = $plugin->get(Db::class);
    $feeds = $plugin->get(Feeds::class);
    $messages = $plugin->get(Messages::class);
    $announcer = $plugin->get(Announcer::class);
    $lane = $feeds->lane($show, 'room');
    for ($number = 1; $number <= $count; $number++) {
        $key = hash('sha256', "$show|$name|$number");
        if ($messages->findByKey($key) !== null) {
            // As a fan's second try does: whoever wrote it may have been killed before its files were.
            $announcer->publishLater($lane['id']);
            continue;
        }
        $row = [
            'id' => Ids::make('mssg'),
            'show_id' => $show,
            'author_id' => "athr_$name",
            'author_name' => $name,
            'rank' => null,
            'role' => 'fan',
            'text' => "$name says $number",
            'ticket_id' => null,
            'fan_id' => null,
            'session_id' => 'sess_race',
            'key_hash' => $key,
            'at' => (int) (microtime(true) * 1000),
            'media_at' => null,
            'removed_at' => null,
        ];
        try {
            $db->transaction(static function () use ($messages, $feeds, $announcer, $lane, $row): void {
                $messages->add($row);
                $feeds->append($lane['id'], 'message.posted', ['message' => LaneStates::message($row)], $row['id']);
                $announcer->publishLater($lane['id']);
            });
        } catch (DbError $error) {
            // Its predecessor committed this one in the instant it was killed.
            if (!Db::isDuplicate($error)) {
                throw $error;
            }
        }
    }
})($show, $name, (int) $count);
