/** How the page is built: into `dist/web`, with relative addresses so that it works behind a path prefix. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The page follows the theme with light-dark(), which these know.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: address would be an exception to the content security policy for no gain.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
