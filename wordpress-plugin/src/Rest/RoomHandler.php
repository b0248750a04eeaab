<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Realtime\LaneStates;
use Parterre\Realtime\Room;
use Parterre\Store\Messages;
use Parterre\Store\Shows;

/** What fans say, and the brake. */
final class RoomHandler {
    public function __construct(
        private readonly Shows $shows,
        private readonly Room $room,
        private readonly Messages $messages,
        private readonly Throttle $throttle,
    ) {}

    /** @return array<string, mixed> */
    public function postMessage(array $input, Call $call): array {
        return ['message' => $this->room->post($call->session(), $this->show($input), $input)];
    }

    /** @return array<string, mixed> */
    public function recallMessages(array $input, Call $call): array {
        $show = $this->show($input);
        $this->throttle->take('recall', $call->session()['id']);
        return $this->room->recall($call->session(), $show, (int) Instant::parse($input['at']));
    }

    /** @return array<string, mixed> */
    public function reportMessage(array $input, Call $call): array {
        $show = $this->show($input);
        $this->throttle->take('report', $call->session()['id']);
        $this->room->report($call->session(), $show, $input['message'], $input['reason']);
        return [];
    }

    /** @return array<string, mixed> */
    public function moderate(array $input, Call $call): array {
        $this->room->moderate($call->session(), $this->show($input), $input['action']);
        return [];
    }

    /** @return array<string, mixed> */
    public function listReports(array $input, Call $call): array {
        $show = $this->show($input);
        $this->room->requireModerator($call->session(), $show);
        return [
            'reports' => array_map(
                static fn(array $report): array => [
                    'message' => LaneStates::message($report['message']),
                    'reasons' => $report['reasons'],
                    'count' => $report['count'],
                    'lastAt' => Instant::toText($report['lastAt']),
                ],
                $this->messages->openReports($show['id']),
            ),
        ];
    }

    /** @return array<string, mixed> */
    private function show(array $input): array {
        return $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
    }
}
