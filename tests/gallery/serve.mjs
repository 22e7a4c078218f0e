// serve.mjs - shows the gallery of ./dev preview on this machine, with the portal's own CSP.
// usage: node serve.mjs PAGES BUILD PORT
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const [pages, build, port] = process.argv.slice(2);
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript',
    '.svg': 'image/svg+xml' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const list = readdirSync(pages).filter((name) => name.endsWith('.html')).sort()
    .map((name) => `<li><a href="/${name}">${name}</a></li>`).join('\n');
const index = `<!DOCTYPE html>\n<html lang="fr"><meta charset="utf-8"><title>Galerie</title>\n`
    + `<h1>Galerie</h1>\n<ul>\n${list}\n</ul>\n`;

createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://x').pathname);
    const file = path.startsWith('/static/') ? join(build, path) : join(pages, path);
    const known = path === '/' || (TYPES[extname(path)] && existsSync(file));
    response.writeHead(known ? 200 : 404, { 'Content-Type': TYPES[extname(path)] ?? TYPES['.html'],
        'Content-Security-Policy': CSP });
    response.end(path === '/' ? index : known ? readFileSync(file) : '');
}).listen(Number(port), '127.0.0.1');
