<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Embed\CurrentShow;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Orders;

/** The page without scripts, as a browser sees it: forms are read from its HTML and sent back as they stand. */
final class PlainPageTest extends IntegrationCase {
    private const BUYER = 'lea@example.org';

    /** @param array<string, string> $fields */
    private static function send(string $slug, array $fields): string {
        return wp_remote_retrieve_body(wp_remote_post(CurrentShow::plainUrl($slug), ['body' => $fields]));
    }

    /**
     * The fields of the form that does something, as a browser would send them without a change.
     *
     * @return array<string, string>
     */
    private static function form(string $html, string $does): array {
        $document = new \DOMDocument();
        @$document->loadHTML('<?xml encoding="utf-8"?>' . $html);
        foreach ($document->getElementsByTagName('form') as $form) {
            $fields = [];
            foreach ($form->getElementsByTagName('input') as $input) {
                $choice = in_array($input->getAttribute('type'), ['radio', 'checkbox'], true);
                if (!$choice || $input->hasAttribute('checked')) {
                    $fields[$input->getAttribute('name')] = $input->getAttribute('value');
                }
            }
            if (($fields['do'] ?? '') === $does) {
                return $fields;
            }
        }
        self::fail("There is no form that does “{$does}” in: " . wp_strip_all_tags($html));
    }

    private static function page(string $slug): string {
        return wp_remote_retrieve_body(wp_remote_get(CurrentShow::plainUrl($slug)));
    }

    public function testItSellsWithoutScriptOrCookie(): void {
        $this->show(fields: ['slug' => 'plain-sale']);
        $first = wp_remote_get(CurrentShow::plainUrl('plain-sale'));
        $this->assertSame(200, wp_remote_retrieve_response_code($first));
        $this->assertStringContainsString('no-store', wp_remote_retrieve_header($first, 'cache-control'));
        $this->assertSame([], wp_remote_retrieve_cookies($first));
        $html = wp_remote_retrieve_body($first);
        $this->assertStringNotContainsString('<script>', $html);

        $review = self::send('plain-sale', ['email' => self::BUYER, 'quantity' => '2'] + self::form($html, 'look'));
        $this->assertMatchesRegularExpression('/<button>[^<]*obligation[^<]*24[.,]00/', $review);
        $this->assertStringContainsString('no right to withdraw', $review);

        $order = self::send('plain-sale', self::form($review, 'order'));
        ['order' => $id, 'token' => $token] = $pay = self::form($order, 'pay');
        $again = self::form(self::send('plain-sale', self::form($review, 'order')), 'pay');
        $this->assertSame($id, $again['order'], 'a form that is sent twice orders once');
        $refused = self::send('plain-sale', ['token' => 'forged', 'outcome' => 'approve'] + $pay);
        $this->assertStringContainsString('role="alert"', $refused);
        $this->assertSame('pending', $this->service(Orders::class)->find($id)['state']);

        $paid = self::send('plain-sale', ['outcome' => 'approve'] + $pay);
        $this->assertStringContainsString('is-good', $paid);
        $enter = self::form($paid, 'enter');
        $this->assertSame($token, $enter['token']);
        $this->assertStringNotContainsString('role="alert"', self::send('plain-sale', $enter));
    }

    public function testAPriceThatMovedIsShownBeforeItIsAskedForAgain(): void {
        $this->show(fields: ['slug' => 'moved-price']);
        $look = ['email' => self::BUYER] + self::form(self::page('moved-price'), 'look');
        $order = self::form(self::send('moved-price', $look), 'order');
        $html = self::send('moved-price', ['seen' => '1'] + $order);
        $this->assertStringContainsString('role="alert"', $html);
        $again = self::form($html, 'order');
        $this->assertSame(['1200', self::BUYER], [$again['seen'], $again['email']]);
        $this->assertNotSame($order['key'], $again['key'], 'another order, under another key');
    }

    public function testABuyerChoosesThePrice(): void {
        ['show' => $show, 'pool' => $pool] = $this->show(priceMinor: 500, fields: ['slug' => 'chosen-price']);
        $catalogue = $this->service(Catalogue::class);
        $offer = $catalogue->offers($show)[0];
        $catalogue->saveOffer(
            ['pricing' => 'choose', 'max_minor' => 5000, 'suggestions' => [800, 1500]] + $offer,
            $offer['parts'],
        );
        $look = ['email' => self::BUYER] + self::form(self::page('chosen-price'), 'look');
        $field = "amount[{$offer['id']}]";
        $this->assertSame('8.00', $look[$field], 'the first suggestion stands in the field');
        foreach (
            ['4,99' => 'limits', '50.01' => 'limits', '1e3' => 'limits', '19.999' => 'limits']
            as $typed => $says
        ) {
            $html = self::send('chosen-price', [$field => (string) $typed] + $look);
            $this->assertStringContainsString($says, $html, (string) $typed);
            $back = self::form($html, 'look');
            $this->assertSame([(string) $typed, self::BUYER], [$back[$field], $back['email']], 'nothing typed is lost');
        }
        $review = self::send('chosen-price', [$field => '19,99'] + $look);
        $this->assertSame('1999', self::form($review, 'order')['seen'], '19,99 never becomes 1998');
        $changed = self::form(self::send('chosen-price', self::form($review, 'change')), 'look');
        $this->assertSame('19,99', $changed[$field]);
        $pay = self::form(self::send('chosen-price', self::form($review, 'order')), 'pay');
        $this->assertSame(1999, $this->service(Orders::class)->find($pay['order'])['total_minor']);
        $this->assertSame(1, $catalogue->pools([$pool])[$pool]['held']);
    }

    public function testACodeTakesSomethingOffOrOpensWhatIsHidden(): void {
        ['show' => $show, 'pool' => $pool] = $this->show(fields: ['slug' => 'with-codes']);
        $hidden = $this->service(Catalogue::class)->saveOffer(
            ['show_id' => $show, 'name' => 'Friends', 'price_minor' => 300, 'currency' => 'EUR', 'hidden' => true],
            [['kind' => 'live', 'pool_id' => $pool]],
        );
        $codes = $this->service(Codes::class);
        $codes->create(['code' => 'HALF', 'type' => 'percent', 'value' => 5000, 'shows' => [$show]]);
        $codes->create(['code' => 'FRIEND', 'type' => 'unlock', 'offers' => [$hidden]]);

        $page = self::page('with-codes');
        $this->assertStringNotContainsString('Friends', $page);
        $wrong = self::send('with-codes', ['do' => 'promo', 'promo' => 'NOPE']);
        $this->assertStringContainsString('role="alert"', $wrong);
        $this->assertSame('NOPE', self::form($wrong, 'promo')['promo']);

        $half = self::form(self::send('with-codes', ['do' => 'promo', 'promo' => 'half']), 'look');
        $review = self::send('with-codes', ['email' => self::BUYER] + $half);
        $this->assertSame('600', self::form($review, 'order')['seen']);
        $this->assertStringContainsString('HALF', $review);

        $friend = self::send('with-codes', ['do' => 'promo', 'promo' => 'friend']);
        $this->assertStringContainsString('Friends', $friend);
        $review = self::send('with-codes', ['email' => self::BUYER, 'offer' => $hidden] + self::form($friend, 'look'));
        $pay = self::form(self::send('with-codes', self::form($review, 'order')), 'pay');
        $this->assertSame(300, $this->service(Orders::class)->find($pay['order'])['total_minor']);
        $without = self::form($page, 'look');
        $this->assertStringContainsString(
            'role="alert"',
            self::send('with-codes', ['offer' => $hidden, 'email' => self::BUYER] + $without),
            'a hidden offer cannot be had without its code',
        );
    }

    public function testAnUnknownPageIsNotFound(): void {
        $this->assertSame(404, wp_remote_retrieve_response_code(wp_remote_get(CurrentShow::plainUrl('no-such-show'))));
    }
}
