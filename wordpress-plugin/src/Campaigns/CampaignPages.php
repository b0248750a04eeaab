<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Embed\ShowPages;
use Parterre\Store\Campaigns;
use Parterre\Store\Shows;

/** Makes the page of a campaign when it is published: once. It is the venue's from then on. */
final class CampaignPages {
    public function __construct(private readonly Campaigns $campaigns, private readonly Shows $shows) {}

    /** The page of a campaign: the one it has, unless it is gone; else a new one. */
    public function ensure(string $id): int {
        $campaign = $this->campaigns->find($id) ?? throw new \InvalidArgumentException("There is no campaign $id.");
        $status = $campaign['page_id'] > 0 ? get_post_status($campaign['page_id']) : false;
        if ($status !== false && $status !== 'trash') {
            return $campaign['page_id'];
        }
        $show = $campaign['show_id'] === null ? null : $this->shows->find($campaign['show_id']);
        $block = ShowPages::block('campaign', ['campaign' => $id, 'align' => 'wide']);
        // Beside a show, the picture stands first and plays on while somebody pledges.
        $content =
            $show === null
                ? $block
                : ShowPages::group('parterre-stage', ShowPages::block('player', ['show' => $show['id']])) .
                    "\n\n" .
                    $block;
        $page = wp_insert_post(
            wp_slash([
                'post_type' => 'page',
                'post_status' => 'publish',
                'post_title' => $campaign['title'],
                'post_name' => $campaign['slug'],
                'post_excerpt' => $campaign['summary'],
                'post_content' => $content,
                'comment_status' => 'closed',
                'ping_status' => 'closed',
                'page_template' => ShowPages::templateWithoutTitle(),
            ]),
            true,
        );
        if (is_wp_error($page)) {
            throw new \RuntimeException('The page of the campaign could not be made: ' . $page->get_error_message());
        }
        if (isset($campaign['picture']['attachment'])) {
            set_post_thumbnail($page, (int) $campaign['picture']['attachment']);
        }
        $this->campaigns->update($id, ['page_id' => $page]);
        return $page;
    }
}
