<?php

declare(strict_types=1);

get_header();
?>
<main id="content">
<?php while (have_posts()):
    the_post(); ?>
    <article <?php post_class(); ?>>
        <h1><?php the_title(); ?></h1>
        <?php the_content(); ?>
    </article>
<?php
endwhile; ?>
</main>
<?php
get_sidebar();
get_footer();

