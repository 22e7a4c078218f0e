// assets/build.mjs - makes everything that nginx serves from /static/, and what points at it.
//
//   node build.mjs SOURCE ERRORS MODULES BUILD
//
// SOURCE is this folder, ERRORS the folder of the error pages' template, MODULES the node_modules
// that npm made from the lock file, BUILD the build directory. Writes BUILD/static/* (named by content, .gz and .br
// beside), BUILD/portal/view/assets.h (the names for C) and BUILD/static/errors/*.html. Fails
// loudly, and on more bytes than a first visit may load.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, parse, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { pages, render } from './errors.mjs';

const [source, errors, modules, build] = process.argv.slice(2);
if (!build) throw new Error('usage: node build.mjs SOURCE ERRORS MODULES BUILD');
const sass = createRequire(resolve(modules, 'x.js'))('sass');
const out = join(build, 'static');

const CSS_MAX = 18 * 1024; // compressed by gzip
const JS_MAX = 6 * 1024;

function squeezed(bytes) {
  return {
    gz: gzipSync(bytes, { level: 9 }),
    br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  };
}

function publish(name, text) {
  const bytes = Buffer.from(text, 'utf8');
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const { name: stem, ext } = parse(name);
  const file = `${stem}.${hash}${ext}`;
  const { gz, br } = squeezed(bytes);
  writeFileSync(join(out, file), bytes);
  writeFileSync(join(out, `${file}.gz`), gz);
  writeFileSync(join(out, `${file}.br`), br);
  return { path: `/static/${file}`, size: bytes.length, gz: gz.length, br: br.length };
}

function styles() {
  const done = sass.compile(join(source, 'theme/portail.scss'), {
    style: 'compressed',
    loadPaths: [modules],
    quietDeps: true,
  });
  // What only Internet Explorer understood is left out.
  const css = done.css.replace(/@media screen\\0[^{]*\{(?:[^{}]*\{[^{}]*\})*\}/g, '');
  const found = css.match(/url\(|@import|@font-face|image-set/);
  if (found) throw new Error(`the style sheet fetches something: ${found[0]}`);
  return `/*! Base: GOV.UK Frontend, MIT licence, Copyright (c) 2017 Crown Copyright */${css}`;
}

// Our scripts are written so that dropping comments and indentation line by line is safe: a comment
// has its own line, and no string or template spans lines.
function script(file) {
  return readFileSync(join(source, 'scripts', file), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('//'))
    .join('\n');
}

function within(what, size, most) {
  if (size > most) throw new Error(`${what}: ${size} bytes compressed, at most ${most}`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'errors'), { recursive: true });
mkdirSync(join(build, 'portal/view'), { recursive: true });

const css = publish('portail.css', styles());
// Each in a block of its own, but for what they share: 0*.js.
const order = readdirSync(join(source, 'scripts')).filter((f) => f.endsWith('.js')).sort();
const js = publish('portail.js', order.map((f) => f.startsWith('0') ? script(f) : `{\n${script(f)}\n}`).join('\n'));
const icon = publish('portail.svg', readFileSync(join(source, 'icons/portail.svg'), 'utf8'));
within('style sheet', css.gz, CSS_MAX);
within('scripts', js.gz, JS_MAX);

const header = `/* Made by assets/build.mjs: names by content. */
#ifndef VIEW_ASSETS_H
#define VIEW_ASSETS_H
#define ASSET_CSS "${css.path}"
#define ASSET_JS "${js.path}"
#define ASSET_ICON "${icon.path}"
#endif
`;
writeFileSync(join(build, 'portal/view/assets.h'), header);

const template = readFileSync(join(errors, 'error.html'), 'utf8');
for (const page of pages)
  writeFileSync(join(out, 'errors', `${page.name ?? page.status}.html`), render(template, page, css, icon));

for (const [what, a] of Object.entries({ css, js, icon }))
  console.log(`${what} ${a.size} bytes, gzip ${a.gz}, brotli ${a.br}: ${a.path}`);
