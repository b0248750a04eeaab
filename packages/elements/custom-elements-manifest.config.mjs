// What the analyser reads to write dist/custom-elements.json; run by `npm run build`.
export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts'],
  outdir: 'dist',
  litelement: true,
  quiet: true,
  // package.json names the manifest itself; a build must not rewrite a source.
  packagejson: false,
};
