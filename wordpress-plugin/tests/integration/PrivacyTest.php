<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Domain\Secrets;
use Parterre\Privacy\Module;
use Parterre\Store\Db;
use Parterre\Store\PersonalData;
use Parterre\Store\Schema;

/** What WordPress's tools for data requests get from us, and what time takes. */
final class PrivacyTest extends IntegrationCase {
    private const LEA = 'lea@example.org';

    /** Buys, pays, enters and says something. @return array{show: string, order: string, token: string} */
    private function evening(string $email, string $text): array {
        ['show' => $show, 'offer' => $offer] = $this->show(capacity: 20);
        $made = $this->call('POST', '/orders', $this->orderRequest($offer, 1200, $email))['json'];
        $token = $made['session']['token'];
        $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        $entry = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device-of-lea-0001'], $token);
        $this->assertSame(200, $entry['status']);
        $said = $this->call(
            'POST',
            '/messages',
            ['show' => $show, 'text' => $text, 'idempotencyKey' => bin2hex(random_bytes(12)), 'mediaAt' => null],
            $token,
        );
        $this->assertSame(200, $said['status']);
        return ['show' => $show, 'order' => $made['order']['id'], 'token' => $token];
    }

    private function eraseAll(string $email): array {
        $module = $this->service(Module::class);
        $removed = 0;
        for ($page = 1; ; $page++) {
            $answer = $module->erase($email, $page);
            $removed += $answer['items_removed'];
            if ($answer['done']) {
                return ['removed' => $removed] + $answer;
            }
            $this->assertLessThan(20, $page, 'It never ends.');
        }
    }

    public function testEveryColumnIsInTheRegisterAndEveryPersonalTableIsSearched(): void {
        $register = PersonalData::register();
        foreach (Schema::tables() as $table => $definition) {
            $known = [...array_keys($register[$table]['personal'] ?? []), ...$register[$table]['impersonal'] ?? []];
            sort($known);
            $columns = array_keys($definition['columns']);
            sort($columns);
            $this->assertSame($columns, $known, $table);
        }
        $conditions = new ReflectionMethod(PersonalData::class, 'conditions');
        $conditions->setAccessible(true);
        $searched = array_keys($conditions->invoke($this->service(PersonalData::class), self::LEA));
        foreach ($register as $table => $columns) {
            $aboutFans = array_filter(
                $columns['personal'],
                static fn(array $column): bool => $column['export'] ||
                    in_array($column['erase'], ['delete', 'blank', 'blank-unpaid', 'blank-done', 'unlink'], true),
            );
            // The feed's copies go with their messages; what is left there names nobody.
            if ($aboutFans !== [] && $table !== 'feed_messages') {
                $this->assertContains($table, $searched, "Nobody looks for a person in $table.");
            }
        }
    }

    public function testACopyHoldsWhatThePersonDidAndNothingOfOthers(): void {
        $this->evening(self::LEA, 'What a night');
        $this->evening('otto@example.org', 'Not hers');
        $page = $this->service(Module::class)->export(self::LEA);
        $this->assertTrue($page['done']);
        $text = (string) wp_json_encode($page['data'], JSON_UNESCAPED_UNICODE);
        foreach ([self::LEA, 'What a night', 'Live'] as $expected) {
            $this->assertStringContainsString($expected, $text);
        }
        $this->assertStringNotContainsString('otto', $text);
        $this->assertStringNotContainsString('Not hers', $text);
        $this->assertStringNotContainsString($this->service(Secrets::class)->hashEmail(self::LEA), $text);
    }

    public function testNoPageOfACopyIsSkippedOrRepeated(): void {
        ['show' => $show, 'offer' => $offer] = $this->show(capacity: 300);
        $this->service(Parterre\Settings::class)->set(['holds_per_email' => 100, 'holds_per_network' => 100]);
        for ($n = 0; $n < 55; $n++) {
            $this->call('POST', '/orders', $this->orderRequest($offer, 1200, self::LEA));
        }
        $ids = [];
        for ($page = 1; ; $page++) {
            $answer = $this->service(Module::class)->export(self::LEA, $page);
            $ids = [...$ids, ...array_column($answer['data'], 'item_id')];
            if ($answer['done']) {
                break;
            }
        }
        $this->assertGreaterThan(1, $page);
        $this->assertSame(count($ids), count(array_unique($ids)));
        $this->assertCount(
            55,
            array_filter($ids, static fn(string $id): bool => str_starts_with($id, 'parterre-orders-')),
        );
    }

    public function testErasingLeavesOnlyTheReceiptAndTheOthers(): void {
        global $wpdb;
        ['show' => $show, 'order' => $order, 'token' => $token] = $this->evening(self::LEA, 'Forget this sentence');
        $other = $this->evening('otto@example.org', 'Keep this sentence');
        $answer = $this->eraseAll(self::LEA);
        $this->assertGreaterThan(0, $answer['removed']);
        $this->assertTrue($answer['items_retained']);
        $this->assertCount(1, $answer['messages']);
        $this->assertSame(
            self::LEA,
            $wpdb->get_var($wpdb->prepare("SELECT email FROM {$wpdb->prefix}parterre_orders WHERE id = %s", $order)),
        );
        foreach (array_keys(Schema::tables()) as $table) {
            $rows = (string) wp_json_encode(
                $wpdb->get_results("SELECT * FROM {$wpdb->prefix}parterre_$table", ARRAY_A),
                JSON_UNESCAPED_UNICODE,
            );
            $this->assertStringNotContainsString('Forget this sentence', $rows, $table);
            if ($table !== 'orders') {
                $this->assertStringNotContainsString(self::LEA, $rows, $table);
                $this->assertStringNotContainsString(
                    $this->service(Secrets::class)->hashEmail(self::LEA),
                    $rows,
                    $table,
                );
            }
        }
        $this->assertSame(401, $this->call('GET', '/session', null, $token)['status']);
        $this->assertSame(200, $this->call('GET', '/session', null, $other['token'])['status']);
        $this->assertSame('Keep this sentence', $wpdb->get_var("SELECT text FROM {$wpdb->prefix}parterre_messages"));
    }

    public function testErasingTakesAMessageOutOfTheRoomsFiles(): void {
        ['show' => $show] = $this->evening(self::LEA, 'Gone from the files');
        $lane = $this->service(Parterre\Store\Feeds::class)->lane($show, 'room');
        $files = fn(): string => implode(
            '',
            array_map(
                'file_get_contents',
                glob(wp_upload_dir()['basedir'] . "/parterre/feed/{$lane['dir']}/*.json") ?: [],
            ),
        );
        $this->assertStringContainsString('Gone from the files', $files());
        $this->eraseAll(self::LEA);
        $this->assertStringNotContainsString('Gone from the files', $files());
    }

    public function testWhoNeverPaidLeavesNothing(): void {
        global $wpdb;
        ['offer' => $offer] = $this->show();
        $this->call('POST', '/orders', $this->orderRequest($offer, 1200, self::LEA));
        $answer = $this->eraseAll(self::LEA);
        $this->assertFalse($answer['items_retained']);
        $this->assertSame('', (string) $wpdb->get_var("SELECT email FROM {$wpdb->prefix}parterre_orders"));
    }

    public function testTimeTakesWhatTheRegisterSays(): void {
        global $wpdb;
        $this->evening(self::LEA, 'Old words');
        $count = static fn(string $table): int => (int) $wpdb->get_var(
            "SELECT COUNT(*) FROM {$wpdb->prefix}parterre_$table",
        );
        $this->service(PersonalData::class)->expire();
        $this->assertSame(1, $count('messages'));
        $this->assertSame(1, $count('sessions'));
        $later = function (int $days): void {
            remove_all_filters('parterre_clock_offset_ms');
            add_filter('parterre_clock_offset_ms', static fn(): int => $days * 86_400_000);
            $this->fresh();
            $this->service(PersonalData::class)->expire();
        };
        $later(91);
        $this->assertSame([0, 0, 0, 1], [$count('sessions'), $count('leases'), $count('mails'), $count('messages')]);
        $later(3 * 365 + 1);
        $this->assertSame(0, $count('messages'));
        $this->assertSame(self::LEA, $wpdb->get_var("SELECT email FROM {$wpdb->prefix}parterre_orders"));
        $later(10 * 365 + 1);
        $this->assertSame('', (string) $wpdb->get_var("SELECT email FROM {$wpdb->prefix}parterre_orders"));
        $this->assertSame('1200', $wpdb->get_var("SELECT total_minor FROM {$wpdb->prefix}parterre_orders"));
    }

    public function testWordPressKnowsBothTools(): void {
        $this->assertArrayHasKey('parterre', apply_filters('wp_privacy_personal_data_exporters', []));
        $this->assertArrayHasKey('parterre', apply_filters('wp_privacy_personal_data_erasers', []));
    }
}
