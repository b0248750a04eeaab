<?php
declare(strict_types=1);

use Parterre\Domain\Refusal;
use Parterre\Domain\Schema;
use PHPUnit\Framework\TestCase;

/** The check of what comes in. */
final class SchemaTest extends TestCase {
    /** @return array<string, mixed> the input schema of an operation */
    private static function inputOf(string $operation): array {
        // Two statements: the formatter takes the parentheses away that one would need.
        $operations = require dirname(__DIR__, 2) . '/protocol/operations.php';
        return $operations[$operation]['input'];
    }

    public function testEveryExampleOfTheContractPasses(): void {
        $examples = json_decode((string) file_get_contents(dirname(__DIR__, 2) . '/protocol/inputs.json'), true);
        self::assertNotEmpty($examples);
        foreach ($examples as $operation => $inputs) {
            foreach ($inputs as $input) {
                self::assertEquals($input, Schema::check($input, self::inputOf($operation)), $operation);
            }
        }
    }

    public function testUnknownFieldsAreLeftOut(): void {
        self::assertSame(
            ['show' => 'show_1'],
            Schema::check(['show' => 'show_1', 'admin' => true], self::inputOf('getShow')),
        );
    }

    public function testIssuesSayWhere(): void {
        $input = ['lines' => [['type' => 'offer', 'offer' => 'offr_1', 'quantity' => 0]], 'currency' => 'eur'];
        try {
            Schema::check($input, self::inputOf('quote'));
            self::fail('It passed.');
        } catch (Refusal $refusal) {
            self::assertSame('bad_request', $refusal->errorCode);
            self::assertSame(['lines.0.quantity', 'currency'], array_column($refusal->issues, 'path'));
        }
    }

    /** @dataProvider wrongQuantities */
    public function testAQuantityIsAWholeNumberInItsRange(mixed $quantity): void {
        $this->expectException(Refusal::class);
        Schema::check(
            ['lines' => [['type' => 'offer', 'offer' => 'o', 'quantity' => $quantity]], 'currency' => 'EUR'],
            self::inputOf('quote'),
        );
    }

    /** @return array<string, array{mixed}> */
    public static function wrongQuantities(): array {
        return [
            'negative' => [-1],
            'zero' => [0],
            'huge' => [51],
            'text' => ['1'],
            'fraction' => [1.5],
            'null' => [null],
            'overflow' => [1e40],
            'list' => [[1]],
            'true' => [true],
        ];
    }

    public function testLengthIsCountedAsJavaScriptCountsIt(): void {
        $schema = ['type' => 'string', 'maxLength' => 4];
        self::assertSame('🎸🎸', Schema::check('🎸🎸', $schema));
        $this->expectException(Refusal::class);
        Schema::check('🎸🎸a', $schema);
    }

    public function testAPatternEndsAtTheEnd(): void {
        $this->expectException(Refusal::class);
        Schema::check("EUR\n", ['type' => 'string', 'pattern' => '^[A-Z]{3}$']);
    }
}
