import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { beside } from './build/beside.ts';
import { compress } from './build/compress.ts';
import { together } from './build/together.ts';
import { words } from './build/words.ts';

// HOTLINE is where `vite dev` finds a running hotline serve.
const server = process.env['HOTLINE'] ?? 'http://127.0.0.1:8080';

const inOne = together(import.meta.dirname);

export default defineConfig({
  plugins: [react(), words(), beside(), compress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false }, // every browser of es2022 knows it
    manifest: true, // read by the test of what each page transfers
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'together', name: (id, bundle) => inOne(id, (one) => bundle.getModuleInfo(one)) }] } },
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
    testTimeout: 120_000, // more than src/testing/setup.ts waits; nothing is measured by it
    css: false,
  },
});
