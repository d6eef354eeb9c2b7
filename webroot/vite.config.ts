import react from '@vitejs/plugin-react';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { compress } from './build/compress.ts';
import { library } from './build/library.ts';

/** `vite build` makes the page, `vite build --mode lib` the npm package of its components. */
export default defineConfig(({ mode }): ViteUserConfig => {
  const isLibrary = mode === 'lib';
  return {
    plugins: isLibrary ? [react(), library()] : [react(), compress()],
    // sockjs-client still speaks of Node's `global`; without this the page stays blank.
    define: { global: 'globalThis' },
    build: {
      target: 'es2022',
      // The content security policy allows fonts and images from files only.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
      license: { fileName: 'licenses.md' },
    },
    server: {
      proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } },
    },
    test: {
      environment: 'happy-dom',
      include: ['test/**/*.test.{ts,tsx}'],
      restoreMocks: true,
    },
  };
});
