// The light build is the same class with fewer controllers; its package ships types for the full build only.
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
