<?php
declare(strict_types=1);

namespace Parterre\Demo;

/** Puts the demo's pictures into the media library, each once. */
final class Media {
    /** Meta key under which an attachment remembers which picture of the demo it is. */
    public const META = '_parterre_demo_image';

    /**
     * A picture as the protocol spells it, or null where this copy of the plugin has none.
     *
     * @return array{url: string, alt: string, width: ?int, height: ?int, attachment: int}|null
     */
    public function image(string $name, string $alt): ?array {
        $id = $this->attachment($name, $alt);
        $source = $id === null ? false : wp_get_attachment_image_src($id, 'full');
        return $source === false
            ? null
            : [
                'url' => $source[0],
                'alt' => $alt,
                'width' => (int) $source[1] ?: null,
                'height' => (int) $source[2] ?: null,
                'attachment' => (int) $id,
            ];
    }

    /** Takes all pictures of the demo out of the library, files included. */
    public function remove(): void {
        foreach ($this->find(null) as $id) {
            wp_delete_attachment($id, true);
        }
    }

    private function attachment(string $name, string $alt): ?int {
        $known = $this->find($name)[0] ?? null;
        if ($known !== null) {
            return $known;
        }
        $file = PARTERRE_DIR . "/build/venue/$name.webp";
        if (!is_readable($file)) {
            return null;
        }
        require_once ABSPATH . 'wp-admin/includes/image.php';
        $stored = wp_upload_bits("parterre-$name.webp", null, (string) file_get_contents($file));
        if ($stored['error'] !== false) {
            return null;
        }
        $id = wp_insert_attachment(
            ['post_mime_type' => 'image/webp', 'post_title' => $alt, 'post_status' => 'inherit'],
            $stored['file'],
            0,
            true,
        );
        if (is_wp_error($id)) {
            return null;
        }
        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $stored['file']));
        update_post_meta($id, '_wp_attachment_image_alt', $alt);
        update_post_meta($id, self::META, $name);
        return $id;
    }

    /** @return list<int> */
    private function find(?string $name): array {
        return array_map(
            'intval',
            get_posts([
                'post_type' => 'attachment',
                'post_status' => 'any',
                'fields' => 'ids',
                'posts_per_page' => 50,
                'meta_key' => self::META,
                ...$name === null ? [] : ['meta_value' => $name],
            ]),
        );
    }
}
