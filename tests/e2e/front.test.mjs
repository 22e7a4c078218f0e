// front.test.mjs - what stands in front: headers, methods, limits and nginx's own error pages.
import assert from 'node:assert/strict';
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHONE, browser, examine, site, tab, test, until, visit } from './helpers.mjs';

const port = Number(new URL(site).port);

// A raw request: `from` is another loopback address, so that its limits are its own.
function ask(method, path, { headers = {}, body, from = '127.0.0.1' } = {}) {
    return new Promise((done, failed) => {
        const request = http.request({ host: '127.0.0.1', port, method, path, localAddress: from,
            headers: { host: `localhost:${port}`, ...headers }, agent: false }, (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (part) => { text += part; });
            response.on('end', () => done({ status: response.statusCode, headers: response.headers,
                raw: response.rawHeaders, text }));
        });
        request.on('error', failed);
        request.end(body);
    });
}
const once = (answer, name) => answer.raw.filter((h, i) => i % 2 === 0 && h.toLowerCase() === name).length;

const csp = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; " +
    "img-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

test('security headers stand once on pages, errors and refusals', async () => {
    for (const [method, path] of [['GET', '/sante'], ['GET', '/nulle-part'], ['DELETE', '/'],
        ['GET', '/static/absent.css']]) {
        const answer = await ask(method, path);
        assert.equal(answer.headers['content-security-policy'], csp, `${method} ${path}`);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        assert.equal(answer.headers['referrer-policy'], 'same-origin');
        assert.equal(answer.headers['cross-origin-opener-policy'], 'same-origin');
        assert.equal(answer.headers['cross-origin-resource-policy'], 'same-origin');
        assert.match(answer.headers['permissions-policy'], /geolocation=\(\)/);
        for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy',
            'cross-origin-opener-policy', 'cache-control', 'permissions-policy']) {
            assert.equal(once(answer, name), 1, `${method} ${path}: ${name}`);
        }
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
        assert.doesNotMatch(answer.headers.server ?? '', /\d/, 'no version');
    }
});

test('it is alive, and only GET, HEAD and POST exist', async () => {
    assert.equal((await ask('GET', '/sante')).status, 200);
    for (const method of ['DELETE', 'PUT', 'OPTIONS', 'TRACE', 'PATCH']) {
        assert.equal((await ask(method, '/')).status, 405, method);
    }
});

test('a client cannot name its own request', async () => {
    const mine = 'f'.repeat(32);
    const answer = await ask('GET', '/nulle-part', { headers: { 'x-request-id': mine,
        'request-id': mine, 'x-forwarded-for': '10.0.0.1' } });
    assert.doesNotMatch(JSON.stringify(answer), new RegExp(mine));
});

test('a body of 10 MB is refused with our page, and what was typed is spoken of', async () => {
    const answer = await ask('POST', '/devis', { body: 'x'.repeat(10 << 20), headers: {
        'content-type': 'application/x-www-form-urlencoded', 'content-length': 10 << 20 } });
    assert.equal(answer.status, 413);
    assert.match(answer.text, /trop volumineux/);
    assert.match(answer.text, /Cet envoi n’a pas été enregistré/);
    assert.match(answer.text, /<strong>[0-9a-f]{32}<\/strong>/, 'the request’s number');
});

test('too many requests get 429, our page and when to come back; another address does not', async () => {
    const many = await Promise.all(Array.from({ length: 200 }, () =>
        ask('POST', '/connexion', { from: '127.0.0.9', body: '' })));
    const refused = many.filter((answer) => answer.status === 429);
    assert.ok(refused.length > 50, `${refused.length} refused`);
    assert.match(refused[0].text, /Votre dernier envoi n’a pas été enregistré/);
    assert.equal(refused[0].headers['retry-after'], '30');
    assert.equal(refused[0].headers['content-security-policy'], csp);
    assert.notEqual((await ask('POST', '/connexion', { from: '127.0.0.10', body: '' })).status, 429);
});

test('error pages are nobody’s to ask for', async () => {
    assert.equal((await ask('GET', '/static/errors/500.html')).status, 404);
});

test('security.txt is plain text with a contact, and good for less than a year', async () => {
    for (const method of ['GET', 'HEAD']) {
        const answer = await ask(method, '/.well-known/security.txt');
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
        assert.equal(once(answer, 'content-security-policy'), 1);
        assert.equal(answer.headers['set-cookie'], undefined);
    }
    const lines = (await ask('GET', '/.well-known/security.txt')).text.trimEnd().split('\n');
    const said = Object.fromEntries(lines.map((line) => line.split(/: (.*)/).slice(0, 2)));
    assert.deepEqual(Object.keys(said), ['Contact', 'Expires', 'Preferred-Languages', 'Canonical']);
    assert.match(said.Contact, /^mailto:[^ ]+@[^ ]+$/);
    const days = (new Date(said.Expires) - Date.now()) / 86400000;
    assert.ok(days > 100 && days < 365, said.Expires);
    assert.equal(said.Canonical, `${site}/.well-known/security.txt`);
});

test('the access log holds no query, no address, no token', async () => {
    const token = 'Zq3'.repeat(12);
    await ask('GET', `/connexion/${token}/suite?courriel=jeanne@exemple.fr`);
    // Two of them, one with what a mail program glued to it.
    await ask('GET', `/lien/${token}/${token}.`);
    await ask('GET', `/candidature/${token}/experiences/${token}/retirer`);
    await ask('GET', `/a/${token}/b/${token}/c/${token}`);
    // nginx writes a request down once it has answered.
    const masked = ['/connexion/*/suite', '/lien/*/*', '/candidature/*/experiences/*/retirer', '*'];
    const file = join(process.env.PORTAIL_LOG, 'nginx-access.log');
    const written = () => readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line).path);
    await until(() => masked.every((path) => written().includes(path)), `${masked} in the log`);
    const log = readFileSync(file, 'utf8');
    assert.doesNotMatch(log, new RegExp(`${token}|jeanne|127\\.0\\.0`));
});

test('nginx’s own pages can be read by anyone, on a phone too', async () => {
    const context = await browser({ size: PHONE });
    const page = await tab(context);
    for (const status of [400, 404, 413, 429, 500, 502, 503, 504, 'connexion']) {
        const file = join(process.env.PORTAIL_APP, `share/portail-movsc/static/errors/${status}.html`);
        assert.match(readFileSync(file, 'utf8'), /request_id/, `${status} exists`);
    }
    await visit(page, '/static/absent', { status: 404, name: 'nginx-404' });
    await page.goto('/static/%');
    await examine(page, 'nginx-400', { status: 400 });
});
