import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compress } from './build/compress.ts';
import { words } from './build/words.ts';

// HOTLINE is where `vite dev` finds a running hotline serve.
const server = process.env['HOTLINE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), words(), compress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    manifest: true, // read by the test of what each page transfers
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        // React and Ant Design change with the lock file only: chunks of their own stay cached over our releases.
        manualChunks(id: string) {
          if (/node_modules\/(react|react-dom|scheduler|react-router)\//.test(id)) return 'react';
          if (/node_modules\/@tanstack\//.test(id)) return 'query';
          return undefined;
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: server, ws: true } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000, // as src/testing/setup.ts waits
    css: false,
  },
});
