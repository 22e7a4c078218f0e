// first-visit.test.mjs - where the public pages lead, what a first visit weighs, and the pages where a
// candidacy begins, with scripts and without, twice as large.
import assert from 'node:assert/strict';
import { PHONE, browser, tab, test, visit } from './helpers.mjs';

const PAGES = ['/', '/aide', '/accessibilite', '/donnees', '/cookies', '/mentions-legales', '/plan',
    '/connexion', '/candidature'];

for (const [words, options] of [['a phone', { size: PHONE }],
    ['a phone without scripts', { size: PHONE, js: false }],
    ['a desk at 200 %', { size: { width: 640, height: 450 } }]]) {
    test(`where a candidacy begins, on ${words}`, async () => {
        const context = await browser(options);
        const page = await tab(context);
        for (const path of ['/connexion', '/candidature']) {
            await visit(page, path, { name: `${words} ${path}` });
        }
        await visit(page, '/nulle-part', { status: 404, name: `${words} 404` });
    });
}

test('every link of the public pages leads somewhere', async () => {
    const context = await browser();
    const page = await tab(context);
    const seen = new Map();
    for (const path of PAGES) {
        await page.goto(path);
        const links = await page.evaluate(() => [...document.querySelectorAll('a[href^="/"]')]
            .map((a) => new URL(a.href)).map((u) => u.pathname + u.search));
        links.forEach((link) => seen.set(link, path));
    }
    const broken = [];
    for (const [link, from] of seen) {
        const answer = await context.request.get(link);
        if (answer.status() >= 400) {
            broken.push(`${answer.status()} ${link} (on ${from})`);
        }
    }
    assert.ok(seen.size > 5);
    assert.deepEqual(broken, []);
});

test('a first visit loads at most 45 kB, and nothing from elsewhere', async (t) => {
    const context = await browser();
    const page = await tab(context);
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    let bytes = 0;
    const urls = [];
    client.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
    client.on('Network.requestWillBeSent', (e) => urls.push(e.request.url));
    await page.goto('/', { waitUntil: 'networkidle' });
    t.diagnostic(`${bytes} bytes, ${urls.length} requests`);
    assert.ok(bytes > 1000 && bytes <= 45 * 1024, `${bytes} bytes`);
    assert.deepEqual(urls.filter((u) => new URL(u).origin !== process.env.PORTAIL_URL), []);
});
