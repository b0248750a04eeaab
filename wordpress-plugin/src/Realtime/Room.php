<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Access\Gate;
use Parterre\Access\Viewer;
use Parterre\Domain\Clock;
use Parterre\Domain\Crowd;
use Parterre\Domain\Ids;
use Parterre\Domain\Instant;
use Parterre\Domain\Pace;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Domain\Text;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Feeds;
use Parterre\Store\Leases;
use Parterre\Store\Messages;
use Parterre\Store\Shows;

/** The chat of a show: saying something, and the moderators' brake. */
final class Room {
    /** How many messages before a moment are recalled at once, and how many after it. */
    private const RECALLED = 100;

    public function __construct(
        private readonly Db $db,
        private readonly Gate $gate,
        private readonly Messages $messages,
        private readonly Feeds $feeds,
        private readonly Leases $leases,
        private readonly Shows $shows,
        private readonly Events $events,
        private readonly Announcer $announcer,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Posts a message; it is in the room's files when this returns.
     *
     * @param array<string, mixed> $session
     * @param array<string, mixed> $show
     * @param array{text: string, idempotencyKey: string, mediaAt: ?string} $request
     * @return array<string, mixed> the protocol's `Message`
     * @throws Refusal forbidden, chat_closed, muted, text_refused, slow_mode
     */
    public function post(array $session, array $show, array $request): array {
        $viewer = $this->gate->viewer($session, $show);
        if (!$viewer->can('chat.write') && !$viewer->isModerator()) {
            throw new Refusal('forbidden');
        }
        $keyHash = $this->secrets->hashToken("message|{$show['id']}|$viewer->author|{$request['idempotencyKey']}");
        $text = Text::clean($request['text']);
        $lane = $this->feeds->lane($show['id'], 'room');
        $row = $this->db->transaction(function () use (
            $viewer,
            $session,
            $show,
            $request,
            $keyHash,
            $text,
            $lane,
        ): array {
            // One after another from here on: the brake counts what is committed, on however many devices it was typed.
            $this->feeds->lock($lane['id']);
            // Also for a message that is there already: who wrote it may have been killed between the commit and the files.
            $this->announcer->publishLater($lane['id']);
            $known = $this->messages->findByKey($keyHash);
            if ($known !== null) {
                return $known;
            }
            $this->refuse($viewer, $show, $text, (int) ($lane['memo']['inside'] ?? 0));
            $row = $this->row($viewer, $show, $text, $keyHash, $request['mediaAt']);
            $this->messages->add($row);
            $this->feeds->append($lane['id'], 'message.posted', ['message' => LaneStates::message($row)], $row['id']);
            $this->events->append(
                'message.posted',
                ['show' => $show['id'], 'message' => $row['id']],
                ['ticket' => $row['ticket_id'], 'session' => $session['id'], 'fan' => $session['fan_id']],
            );
            return $row;
        });
        return LaneStates::message($row);
    }

    /**
     * What was said around a moment of the show, in the order of the picture: for whoever is inside, as the room's lane is.
     *
     * @param array<string, mixed> $session
     * @param array<string, mixed> $show
     * @return array{before: list<array<string, mixed>>, after: list<array<string, mixed>>, until: ?string} messages as the protocol's
     * @throws Refusal forbidden
     */
    public function recall(array $session, array $show, int $atMs): array {
        if (!$this->leases->isInside($show['id'], $session['id'])) {
            throw new Refusal('forbidden');
        }
        $before = $this->messages->placedUpTo($show['id'], $atMs, self::RECALLED);
        // One more than is told says whether there is more.
        $after = $this->messages->placedAfter($show['id'], $atMs, self::RECALLED + 1);
        $more = count($after) > self::RECALLED;
        $after = array_slice($after, 0, self::RECALLED);
        return [
            'before' => array_map(LaneStates::message(...), $before),
            'after' => array_map(LaneStates::message(...), $after),
            'until' => $more ? Instant::toText($after[count($after) - 1]['place_at']) : null,
        ];
    }

    /** Notes that somebody finds a message unbearable. @throws Refusal message_not_found */
    public function report(array $session, array $show, string $message, string $reason): void {
        $row = $this->messages->find($show['id'], $message);
        if ($row === null || $row['removed_at'] !== null) {
            throw new Refusal('message_not_found');
        }
        // One voice per name tag, on however many devices.
        $reporter = $this->gate->viewer($session, $show)->author;
        $this->db->transaction(function () use ($session, $show, $message, $reporter, $reason): void {
            if ($this->messages->report($show['id'], $message, $reporter, $reason)) {
                $this->events->append(
                    'message.reported',
                    ['show' => $show['id'], 'message' => $message, 'reason' => $reason],
                    ['session' => $session['id'], 'fan' => $session['fan_id']],
                );
            }
        });
    }

    /** @throws Refusal forbidden */
    public function requireModerator(array $session, array $show): Viewer {
        $viewer = $this->gate->viewer($session, $show);
        return $viewer->isModerator() ? $viewer : throw new Refusal('forbidden');
    }

    /**
     * Does what a moderator asks. Every act is a row in the audit.
     *
     * @param array<string, mixed> $action the protocol's `ModerationAction`
     * @throws Refusal forbidden, message_not_found
     */
    public function moderate(array $session, array $show, array $action): void {
        $this->requireModerator($session, $show);
        $lane = $this->feeds->lane($show['id'], 'room');
        $this->db->transaction(function () use ($session, $show, $action, $lane): void {
            $this->feeds->lock($lane['id']);
            // As it is now that the lane is ours: two moderators may act at once.
            $show = $this->shows->find($show['id']) ?? throw new Refusal('not_found');
            match ($action['type']) {
                'remove' => $this->remove($show, $lane, [$this->standing($show, $action['message'])['id']], $session),
                'mute' => $this->mute($show, $lane, $action, $session),
                'unmute' => $this->messages->unmute($show['id'], $action['author']),
                'slow' => $this->setChat($show, $lane, ['slow_seconds' => $action['seconds']]),
                'close' => $this->setChat($show, $lane, ['chat_open' => false]),
                'open' => $this->setChat($show, $lane, ['chat_open' => true]),
                'pin' => $this->pin($show, $lane, $this->standing($show, $action['message'])),
                'unpin' => $this->pin($show, $lane, null),
                'dismiss' => $this->messages->dismissReports($this->standing($show, $action['message'])['id']),
            };
            $this->events->append(
                'moderation.acted',
                ['show' => $show['id'], 'action' => $action['type']],
                ['session' => $session['id'], 'fan' => $session['fan_id']],
            );
            $this->events->audit(
                'room.' . $action['type'],
                $action['message'] ?? ($action['author'] ?? $show['id']),
                ['show' => $show['id']] + $action,
                null,
                $session['id'],
            );
            $this->announcer->publishLater($lane['id']);
        });
    }

    /**
     * Takes messages out of the room, wherever their text is. Must run inside a transaction.
     *
     * @param list<string> $ids
     * @param array<string, mixed>|null $session of who did it; null for the eraser
     */
    public function remove(array $show, array $lane, array $ids, ?array $session): void {
        $ids = array_values(array_filter($ids, fn(string $id): bool => $this->messages->remove($id)));
        $this->feeds->strip($lane['id'], $ids);
        if ($show['pin'] !== null && in_array($show['pin'], $ids, true)) {
            $this->pin($show, $lane, null);
        }
        foreach ($ids as $id) {
            $this->feeds->append($lane['id'], 'message.removed', ['message' => $id]);
            $this->events->append(
                'message.removed',
                ['show' => $show['id'], 'message' => $id],
                ['session' => $session['id'] ?? null, 'fan' => $session['fan_id'] ?? null],
            );
        }
    }

    /** @return array<string, scalar|null> of `messages` */
    private function row(Viewer $viewer, array $show, string $text, string $keyHash, ?string $mediaAt): array {
        $now = $this->clock->nowMs();
        return [
            'id' => Ids::make('mssg'),
            'show_id' => $show['id'],
            'author_id' => $viewer->author,
            'author_name' => $viewer->shownName(),
            'rank' => null,
            'role' => $viewer->role,
            'text' => $text,
            'ticket_id' => $viewer->tickets[0]['id'] ?? null,
            'fan_id' => $viewer->session['fan_id'],
            'session_id' => $viewer->session['id'],
            'key_hash' => $keyHash,
            'at' => $now,
            'media_at' => $this->mediaAt($mediaAt, $show, $now),
            'removed_at' => null,
        ];
    }

    /** @param int $inside how many are in the room */
    private function refuse(Viewer $viewer, array $show, string $text, int $inside): void {
        $now = $this->clock->nowMs();
        $free = $viewer->isModerator();
        if (!$free && (!$show['chat'] || !$show['chat_open'])) {
            throw new Refusal('chat_closed');
        }
        $until = $this->messages->mutedUntil($show['id'], $viewer->author);
        if (!$free && $until !== null) {
            throw new Refusal('muted', $until - $now);
        }
        if ($text === '') {
            throw new Refusal('text_refused');
        }
        $slow = max(
            $show['slow_seconds'],
            Crowd::chatSeconds(
                $this->messages->countSince($show['id'], $now - 60_000),
                $inside,
                $this->settings->get('fans_at_once'),
            ),
        );
        $recent = $this->messages->recent($show['id'], $viewer->author, $now - max(60_000, $slow * 1000));
        $last = end($recent);
        if ($last !== false && $now - $last['at'] < Pace::REPEAT_MS && Text::sameText($last['text'], $text)) {
            throw new Refusal('text_refused');
        }
        $wait = $free ? 0 : Pace::waitBeforeNext(array_column($recent, 'at'), $now, $slow);
        if ($wait > 0) {
            throw new Refusal('slow_mode', $wait);
        }
    }

    /** What the sender's screen showed, within reason: never later than now, never before the show. */
    private function mediaAt(?string $told, array $show, int $now): ?int {
        $ms = Instant::parse($told);
        if ($ms === null) {
            return null;
        }
        $first = min($show['doors_at'], $show['live_at'] ?? $show['doors_at']);
        return max(min($ms, $now), min($first, $now));
    }

    /** @return array<string, mixed> */
    private function standing(array $show, string $message): array {
        $row = $this->messages->find($show['id'], $message);
        return $row !== null && $row['removed_at'] === null ? $row : throw new Refusal('message_not_found');
    }

    private function mute(array $show, array $lane, array $action, array $session): void {
        if (!$this->messages->hasAuthor($show['id'], $action['author'])) {
            throw new Refusal('not_found');
        }
        $this->messages->mute($show['id'], $action['author'], $this->clock->nowMs() + $action['minutes'] * 60_000);
        if ($action['purge']) {
            $this->remove($show, $lane, $this->messages->standingOf($show['id'], $action['author']), $session);
        }
    }

    /** @param array<string, mixed> $fields chat_open, slow_seconds */
    private function setChat(array $show, array $lane, array $fields): void {
        $this->shows->update($show['id'], $fields);
        $show = $this->shows->find($show['id']) ?? $show;
        $this->feeds->append($lane['id'], 'chat.changed', ['chat' => LaneStates::chat($show)], stateMoved: true);
    }

    /** @param array<string, mixed>|null $message row */
    private function pin(array $show, array $lane, ?array $message): void {
        $this->shows->update($show['id'], ['pin' => $message['id'] ?? null]);
        $this->feeds->append(
            $lane['id'],
            'pin.changed',
            ['pin' => $message === null ? null : LaneStates::message($message)],
            $message['id'] ?? null,
            stateMoved: true,
        );
    }
}
