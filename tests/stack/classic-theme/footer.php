<footer><?php echo esc_html(wp_date('Y')); ?></footer>
<?php wp_footer(); ?>
</body>
</html>
