// public.test.mjs - the pages that need no form: wide and on a phone, with and without JavaScript;
// what they weigh, where their links lead, and amounts that never wrap.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { PHONE, WIDE, browser, long, site, tab, test, visit } from './helpers.mjs';

const pages = ['/', '/aide', '/accessibilite', '/donnees', '/cookies', '/mentions-legales', '/plan'];

// On a phone with scripts they are what they are without: that one is for ./dev check --long.
for (const [where, options] of [['wide', { size: WIDE }], ['phone', { size: PHONE }],
    ['narrow', { size: { width: 320, height: 640 } }], ['no script', { size: PHONE, js: false }]]) {
    test(`public pages, ${where}`, { skip: where === 'phone' && !long }, async () => {
        const context = await browser(options);
        const page = await tab(context);
        for (const path of pages) {
            await visit(page, path, { name: `public ${path} ${where}` });
        }
        await context.close();
    });
}

test('no amount is cut in two, at any width', async () => {
    for (const width of [320, 360, 700, 1280]) {
        const context = await browser({ size: { width, height: 800 } });
        const page = await tab(context);
        await page.goto('/');
        const amounts = await page.evaluate(() => {
            const found = [];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                for (const m of node.data.matchAll(/\d[\d\u202f]*,\d\d\u00a0€/g)) {
                    const range = document.createRange();
                    range.setStart(node, m.index);
                    range.setEnd(node, m.index + m[0].length);
                    found.push([m[0], new Set([...range.getClientRects()].map((r) => r.top)).size]);
                }
            }
            return found;
        });
        const texts = amounts.map(([text]) => text);
        for (const amount of ['10\u202f005,00\u00a0€', '5\u202f000,50\u00a0€', '400,00\u00a0€',
            '200,00\u00a0€']) {
            assert.ok(texts.includes(amount), `${width}: ${amount}`);
        }
        for (const [text, lines] of amounts) {
            assert.equal(lines, 1, `${width}: ${text} on ${lines} lines`);
        }
        await context.close();
    }
});

test('a first reading leaves no cookie, and weighs little', async () => {
    const answer = await fetch(`${site}/`);
    assert.equal(answer.headers.get('set-cookie'), null);
    const html = Buffer.from(await answer.arrayBuffer());
    assert.ok(gzipSync(html).length < 14 * 1024, `${gzipSync(html).length} bytes`);
});

test('every link of the page itself leads somewhere', async () => {
    const context = await browser();
    const page = await tab(context);
    await page.goto('/');
    const lost = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
        .map((a) => a.getAttribute('href')).filter((href) => !document.querySelector(href)));
    assert.deepEqual(lost, []);
    await page.getByRole('link', { name: 'Prix', exact: true }).click();
    assert.equal(new URL(page.url()).hash, '#prix');
    await context.close();
});
