<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Campaigns\Conclusion;
use Parterre\Campaigns\Pledging;
use Parterre\Campaigns\Work;
use Parterre\Domain\Refusal;
use Parterre\Payments\Settle;
use Parterre\Store\Campaigns;
use Parterre\Store\Pledges;
use Parterre\Store\Shows;

/** Campaigns, which everybody may read, and pledges, which only their supporter sees. */
final class CampaignsHandler {
    private const LIST_LENGTH = 20;
    /** What can be supported comes first. */
    private const ORDER = ['open', 'upcoming', 'deciding', 'collecting', 'done'];

    public function __construct(
        private readonly Campaigns $campaigns,
        private readonly Shows $shows,
        private readonly Pledges $pledges,
        private readonly Pledging $pledging,
        private readonly Conclusion $conclusion,
        private readonly Work $work,
        private readonly Settle $settle,
        private readonly CampaignViews $views,
        private readonly Views $sessions,
        private readonly Throttle $throttle,
    ) {}

    /** @return array<string, mixed> */
    public function getCampaign(array $input, Call $call): array {
        $campaign = $this->campaigns->findPublic($input['campaign']) ?? throw new Refusal('not_found');
        $this->work->soon($campaign);
        return $this->views->campaign($campaign);
    }

    /** @return array<string, mixed> */
    public function listCampaigns(array $input, Call $call): array {
        $show = isset($input['show']) ? $this->shows->findPublic($input['show'])['id'] ?? '' : null;
        $views = array_map([$this->views, 'campaign'], $this->campaigns->published($show, 100));
        usort(
            $views,
            static fn(array $a, array $b): int => [array_search($a['state'], self::ORDER, true), $a['deadline']] <=> [
                array_search($b['state'], self::ORDER, true),
                $b['deadline'],
            ],
        );
        return ['campaigns' => array_slice($views, 0, self::LIST_LENGTH)];
    }

    /** @return array<string, mixed> */
    public function createPledge(array $input, Call $call): array {
        $this->throttle->takeFor('order', $call, $input['email']);
        $made = $this->pledging->create($input, $call->session, $call->deviceLabel);
        $grant = $made['grant'];
        return [
            'pledge' => $this->withForm($made['pledge']),
            'session' =>
                $grant === null
                    ? null
                    : ['token' => $grant['token'], 'session' => $this->sessions->session($grant['session'])],
        ];
    }

    /** @return array<string, mixed> */
    public function listPledges(array $input, Call $call): array {
        return [
            'pledges' => array_map(
                [$this->views, 'pledge'],
                $this->pledges->ofSession($call->session(), $input['campaign'] ?? null),
            ),
        ];
    }

    /** @return array<string, mixed> */
    public function settlePledge(array $input, Call $call): array {
        $pledge = $this->own($input['pledge'], $call);
        if ($pledge['order_id'] === null) {
            return $this->views->pledge($this->pledging->settleCard($pledge));
        }
        $this->settle->settle($pledge['order_id']);
        $this->conclusion->followOrder($pledge);
        return $this->views->pledge($this->pledges->find($pledge['id']) ?? $pledge);
    }

    /** @return array<string, mixed> */
    public function prepareCard(array $input, Call $call): array {
        $pledge = $this->own($input['pledge'], $call);
        $step = $this->pledging->prepareCard($pledge, $input['payment'] ?? null);
        return $this->views->pledge($this->pledges->find($pledge['id']) ?? $pledge, $step);
    }

    /** @return array<string, mixed> */
    public function changePledge(array $input, Call $call): array {
        $pledge = $this->own($input['pledge'], $call);
        return $this->views->pledge($this->pledging->change($pledge['id'], $input));
    }

    /** @return array<string, mixed> */
    public function withdrawPledge(array $input, Call $call): array {
        $pledge = $this->own($input['pledge'], $call);
        $this->pledging->withdraw($pledge['id']);
        return $this->views->pledge($this->pledges->find($pledge['id']) ?? $pledge);
    }

    /** @return array<string, mixed> */
    public function saveTestCard(array $input, Call $call): array {
        $pledge = $this->own($input['pledge'], $call);
        return $this->views->pledge($this->pledging->saveTestCard($pledge, $input['card']));
    }

    /**
     * A new pledge with the form for its card. Asked again after everything is over, it is told without one.
     *
     * @param array<string, mixed> $pledge
     * @return array<string, mixed>
     */
    private function withForm(array $pledge): array {
        $step = null;
        if ($pledge['order_id'] === null && $pledge['state'] === 'pending') {
            try {
                $step = $this->pledging->prepareCard($pledge);
            } catch (Refusal $refusal) {
                if ($refusal->errorCode === 'unavailable') {
                    throw $refusal;
                }
            }
        }
        return $this->views->pledge($pledge, $step);
    }

    /** @return array<string, mixed> */
    private function own(string $id, Call $call): array {
        $session = $call->session();
        $pledge = $this->pledges->find($id);
        return $pledge !== null && $this->pledges->isOf($session, $pledge) ? $pledge : throw new Refusal('not_found');
    }
}
