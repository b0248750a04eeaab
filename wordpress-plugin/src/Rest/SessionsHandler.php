<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Gate;
use Parterre\Access\Sharing;
use Parterre\Access\Transfers;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Domain\Text;
use Parterre\Jobs\Runner;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;

/** Who a device is: sessions, pass links, passes, devices. */
final class SessionsHandler {
    public function __construct(
        private readonly Db $db,
        private readonly Sessions $sessions,
        private readonly Shows $shows,
        private readonly Gate $gate,
        private readonly Sharing $sharing,
        private readonly Transfers $transfers,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Views $views,
        private readonly Throttle $throttle,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed> */
    public function startSession(array $input, Call $call): array {
        $show = $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
        if ($show['access'] !== 'open') {
            throw new Refusal('no_ticket');
        }
        $this->throttle->take('session', $call->network);
        $grant = $this->db->transaction(function () use ($input, $show): array {
            $grant = $this->sessions->open('device', Text::clean($input['device']), ['show_id' => $show['id']]);
            $this->events->append(
                'session.started',
                ['kind' => 'device'],
                ['show' => $show['id'], 'session' => $grant['session']['id']],
            );
            return $grant;
        });
        return ['token' => $grant['token'], 'session' => $this->views->session($grant['session'])];
    }

    /** @return array<string, mixed> */
    public function getSession(array $input, Call $call): array {
        return $this->views->session($call->session());
    }

    /** @return array<string, mixed> */
    public function updateSession(array $input, Call $call): array {
        $session = $call->session();
        if ($session['kind'] === 'device') {
            throw new Refusal('forbidden');
        }
        $name = Text::clean($input['displayName']);
        // A fan who calls themselves like the venue would speak with its voice.
        if ($name === '' || Text::looksLike($name, Text::clean($this->settings->venueName()))) {
            throw new Refusal('name_refused');
        }
        $this->sessions->rename($session['id'], $name);
        if ($session['fan_id'] !== null) {
            $this->sessions->renameFan($session['fan_id'], $name);
        }
        return $this->views->session($this->sessions->find($session['id']) ?? $session);
    }

    /** @return array<string, mixed> */
    public function endSession(array $input, Call $call): array {
        $this->sessions->end($call->session()['id'], 'logout');
        return [];
    }

    /**
     * Answers the same in the same time whether the address is known or not: the mail is a job that runs after the answer.
     *
     * @return array<string, mixed>
     */
    public function requestPassLink(array $input, Call $call): array {
        if (!$this->settings->allowsPage($input['page'])) {
            throw new Refusal('page_not_allowed');
        }
        $this->throttle->take('link', $call->network);
        $email = trim($input['email']);
        if ($this->throttle->wait('link-mail', $this->secrets->hashEmail($email)) === 0) {
            $key = 'mail.pass_link:' . bin2hex(random_bytes(12));
            $this->jobs->now('mail.pass_link', $key, [
                'email' => $email,
                'page' => $input['page'],
                'locale' => $input['locale'],
            ]);
        }
        return [];
    }

    /** @return array<string, mixed> */
    public function redeemPassLink(array $input, Call $call): array {
        // By network first: a million codes are few for somebody who tries every address of a town.
        $this->throttle->take('redeem', $call->network);
        if ($input['type'] === 'link') {
            $link = $this->sessions->linkBySecret($input['secret']) ?? throw new Refusal('link_invalid');
            if ($link['expires_at'] <= $this->clock->nowMs()) {
                throw new Refusal('link_expired');
            }
        } else {
            $email = $this->secrets->hashEmail($input['email']);
            // One commit, whether there are codes to count the try at or none: its time must not tell who is known.
            $link = $this->db->transaction(function () use ($email, $input): ?array {
                $this->throttle->take('code', $email);
                return $this->sessions->linkByCode($email, $input['code']);
            });
            if ($link === null) {
                throw new Refusal('code_invalid');
            }
            $this->throttle->giveBack('code', $email);
        }
        // Who had the right one has guessed nothing: a hall full of fans opens its tickets on one network.
        $this->throttle->giveBack('redeem', $call->network);
        $grant = $this->db->transaction(function () use ($input, $link, $call): array {
            $this->sessions->lockLink($link['id']);
            if ($link['purpose'] === 'transfer') {
                $this->transfers->accept($link);
            }
            $here = $call->session;
            if (
                $here !== null &&
                ($here['link_id'] === $link['id'] ||
                    ($here['kind'] !== 'device' && $here['email_hash'] === $link['email_hash']))
            ) {
                // The same person on the same device, who has proved more now: that is not another device.
                $this->sessions->end($here['id'], 'logout');
            }
            $alive = $this->sessions->ofLink($link['id']);
            // The newest devices win: a link that was passed on throws out who passed it on.
            foreach (array_slice($alive, 0, max(0, count($alive) - Sessions::DEVICES_PER_LINK + 1)) as $oldest) {
                $this->sessions->end($oldest, 'replaced');
            }
            $fan = $this->sessions->proveFan($link['email'], $link['email_hash'], $link['locale']);
            $grant = $this->sessions->open('fan', Text::clean($input['device']), [
                'fan_id' => $fan['id'],
                'email_hash' => $link['email_hash'],
                'email_hint' => Secrets::emailHint($link['email']),
                'link_id' => $link['id'],
            ]);
            $about = ['session' => $grant['session']['id'], 'fan' => $fan['id']];
            $this->events->append('pass_link.redeemed', ['purpose' => $link['purpose']], $about);
            $this->events->append('session.started', ['kind' => 'fan'], $about);
            return $grant;
        });
        return ['token' => $grant['token'], 'session' => $this->views->session($grant['session'])];
    }

    /** @return array<string, mixed> */
    public function getPasses(array $input, Call $call): array {
        $session = $call->session();
        $tickets = $this->gate->tickets($session);
        // A device that only bought with an address learns nothing about who else uses it.
        $devices = $session['kind'] === 'fan' ? $this->sessions->devices((string) $session['email_hash']) : [];
        return [
            'tickets' => $this->views->tickets($tickets),
            'addresses' => $this->sharing->of($session, $tickets),
            'transfers' => $this->transfers->of($session),
            'transferable' => $this->transfers->transferable($session, $tickets),
            'provedUntil' => Instant::toTextOrNull($this->transfers->provedUntil($session)),
            'orders' => $this->views->orders($this->gate->orders($session)),
            'devices' => array_map(
                static fn(array $device): array => [
                    'id' => $device['id'],
                    'label' => $device['device_label'],
                    'lastSeenAt' => Instant::toText($device['last_seen_at']),
                    'current' => $device['id'] === $session['id'],
                ],
                $devices,
            ),
            'hallTicketsUrl' => \Parterre\Hall\TicketPage::url(),
            'serverTime' => $this->views->now(),
        ];
    }

    /** @return array<string, mixed> */
    public function revokeDevice(array $input, Call $call): array {
        $session = $call->session();
        if ($session['kind'] !== 'fan') {
            throw new Refusal('forbidden');
        }
        $device = $this->sessions->find($input['device']);
        if (
            $device === null ||
            $device['email_hash'] !== $session['email_hash'] ||
            !$this->sessions->end($device['id'], 'revoked')
        ) {
            throw new Refusal('device_not_found');
        }
        return [];
    }
}
