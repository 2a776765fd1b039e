/// <reference types="vitest/config" />
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Packs every text file of the build, so that nobody has to pack it again for each browser. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    closeBundle() {
      const folder = join(import.meta.dirname, 'dist', 'assets');
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const body = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(body, { level: 9 }));
        writeFileSync(
          join(folder, `${name}.br`),
          brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
      }
    },
  };
}

/** Gives the build a name, in the page and in version.json: an open page learns from it that there is another one. */
function versioned(): Plugin {
  let version = '';
  return {
    name: 'versioned',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (page) => {
        version = createHash('sha256').update(page).digest('hex').slice(0, 12); // the names in it have the hash of all they load
        return page.replace('@version@', version);
      },
    },
    writeBundle(options) {
      writeFileSync(join(options.dir ?? 'dist', 'version.json'), JSON.stringify({ version }));
    },
  };
}

export default defineConfig({
  plugins: [react(), versioned(), packed()],
  resolve: { alias: { '~': join(import.meta.dirname, 'src') } },
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  test: { css: false, pool: 'threads', isolate: false, testTimeout: 60_000 }, // tests of components say for themselves that they need a DOM
});
