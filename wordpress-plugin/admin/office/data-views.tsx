// The list component of WordPress, in the build that brings everything it needs: other builds break with each core version. Its
// style sheet is copied by the build and enqueued by `Admin/Screens.php`.
export { DataViews } from '@wordpress/dataviews/wp';
