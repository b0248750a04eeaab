<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Money;

/**
 * The words of the mails, in the buyer's language and not the site's: WordPress may lack the language pack, a fan must not
 * notice.
 */
final class Texts {
    private readonly string $language;

    /** @param string $locale BCP 47; anything but French reads English */
    public function __construct(private readonly string $locale) {
        $this->language = strtolower(strtok($locale, '-')) === 'fr' ? 'fr' : 'en';
    }

    /** `en` or `fr`, for the `lang` of a mail. */
    public function language(): string {
        return $this->language;
    }

    /** @param array<string, string> $values */
    public function say(string $key, array $values = []): string {
        $pairs = [];
        foreach ($values as $name => $value) {
            $pairs['{' . $name . '}'] = $value;
        }
        return strtr(self::all()[$this->language][$key], $pairs);
    }

    public function money(int $minor, string $currency): string {
        if ($minor === 0) {
            return $this->say('purchase.free');
        }
        // The extension intl is optional on WordPress hosts.
        if (class_exists(\NumberFormatter::class)) {
            $formatter = new \NumberFormatter($this->locale, \NumberFormatter::CURRENCY);
            $text = $formatter->formatCurrency((float) Money::decimalText($minor, $currency), $currency);
            if (is_string($text)) {
                return $text;
            }
        }
        $decimal = Money::decimalText($minor, $currency);
        return ($this->language === 'fr' ? str_replace('.', ',', $decimal) : $decimal) . ' ' . $currency;
    }

    /** An amount as accounts write it: zero is zero, not "free". */
    public function amount(int $minor, string $currency): string {
        return $minor === 0
            ? str_replace('1', '0', $this->money(10 ** Money::minorDigits($currency), $currency))
            : $this->money($minor, $currency);
    }

    /** A rate in hundredths of a percent: 550 is `5.5 %`. */
    public function rate(int $rate): string {
        $text = rtrim(rtrim(Money::decimalText($rate, 'EUR'), '0'), '.');
        return $this->language === 'fr' ? str_replace('.', ',', $text) . ' %' : "$text%";
    }

    /** A day in a zone, as people write it. */
    public function day(int $ms, string $zone): string {
        $timeZone = timezone_open($zone) ?: new \DateTimeZone('UTC');
        $date = (new \DateTimeImmutable('@' . intdiv($ms, 1000)))->setTimezone($timeZone);
        if (class_exists(\IntlDateFormatter::class)) {
            $formatter = new \IntlDateFormatter(
                $this->locale,
                \IntlDateFormatter::LONG,
                \IntlDateFormatter::NONE,
                $timeZone,
            );
            $text = $formatter->format($date);
            if (is_string($text)) {
                return $text;
            }
        }
        return $date->format($this->language === 'fr' ? 'd/m/Y' : 'j F Y');
    }

    /** A moment in a zone, as people write it. */
    public function date(int $ms, string $zone): string {
        $timeZone = timezone_open($zone) ?: new \DateTimeZone('UTC');
        $date = (new \DateTimeImmutable('@' . intdiv($ms, 1000)))->setTimezone($timeZone);
        if (class_exists(\IntlDateFormatter::class)) {
            $formatter = new \IntlDateFormatter(
                $this->locale,
                \IntlDateFormatter::FULL,
                \IntlDateFormatter::SHORT,
                $timeZone,
            );
            $text = $formatter->format($date);
            if (is_string($text)) {
                return $text;
            }
        }
        return $date->format($this->language === 'fr' ? 'd/m/Y H:i' : 'j F Y, H:i');
    }

    /** @return array<string, array<string, string>> every word by language; a file of `words/` for each subject */
    public static function all(): array {
        static $words = null;
        return $words ??= array_merge_recursive(
            ...array_map(static fn(string $file): array => require $file, (array) glob(__DIR__ . '/words/*.php')),
        );
    }
}
