import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where the API answers during development: a running `catchment serve`. */
const server = process.env.CATCHMENT_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  base: '/',
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1300 },
  test: { include: ['src/**/*.test.ts'] },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/tiles', '/basemap.pmtiles', '/gazetteer.json', '/brief.pdf'].map((p) => [p, server]),
    ),
  },
});
