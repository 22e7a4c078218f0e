// browser.mjs - one Chromium a file, and in it a profile a person: cookies, size and network address of
// their own.
//
// Starting a profile and its first tab costs more than most pages: one whose person has left is emptied and
// given to the next. Two files run at once (tests/pool.py), and limits count requests by address: every
// person goes out through a small door of theirs that leaves from another address of the loopback. What a
// test that failed was looking at is kept: picture, page, address, and what the portal wrote meanwhile.
import { mkdirSync, openSync, readSync, closeSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, test as nodeTest } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

export const site = process.env.PORTAIL_URL;
export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };
/** Differs from one run of a file to the next, always as long: in names that must be found again. */
export const once = [[Date.now(), 5], [process.pid, 3]].map(([n, width]) =>
    (n % 36 ** width).toString(36).padStart(width, '0')).join('');
/** An address for `who`, another in each run: over 60 characters with few places to break a line. */
export const addressOf = (who) => `${who}-${once}@federationdescentressociauxetculturels.exemple.fr`;

/** Rows of a matrix that only ./dev check --long walks whole ask for it. */
export const long = Boolean(process.env.PORTAIL_LONG);

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// Debian's chromium without its windows: the same engine for half the work. --long has the whole browser.
const binary = `/usr/bin/chromium${long ? '' : '-headless-shell'}`;
const open = new Set(); // those of this test
const free = [];        // emptied, for whoever comes
let chrome;
let people = 0;

// SOCKS 5 without a password (RFC 1928): whatever is asked for, this machine, from the door's `address`.
function door() {
    const server = net.createServer((client) => {
        server.callers.add(client);
        client.on('error', () => client.destroy());
        client.once('data', () => {
            client.write(Buffer.from([5, 0]));
            client.once('data', (asked) => {
                const port = asked.readUInt16BE(asked.length - 2);
                const portal = net.connect({ host: '127.0.0.1', port, localAddress: server.from }, () => {
                    client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
                    client.pipe(portal).pipe(client);
                });
                portal.on('error', () => client.destroy());
                client.on('close', () => {
                    portal.destroy();
                    server.callers.delete(client);
                });
            });
        });
    });
    server.callers = new Set();
    return new Promise((done) => { server.unref().listen(0, '127.0.0.1', () => done(server)); });
}

async function profile(js) {
    if (!chrome?.isConnected()) {
        free.splice(0);
        chrome = await chromium.launch({ executablePath: binary, headless: true, args: flags });
    }
    const at = free.findIndex((one) => one.js === js);
    if (at >= 0) {
        return free.splice(at, 1)[0];
    }
    const way = await door();
    const context = await chrome.newContext({
        javaScriptEnabled: js, locale: 'fr-FR', reducedMotion: 'reduce', timezoneId: 'Europe/Paris', baseURL: site,
        proxy: { server: `socks5://127.0.0.1:${way.address().port}`, bypass: '<-loopback>' },
    });
    context.setDefaultTimeout(15000);
    context.js = js;
    context.way = way;
    context.close = () => leave(context);
    return context;
}

// Whoever used it has left: no page of theirs, no cookie, no connection.
async function leave(context) {
    if (!open.delete(context)) {
        return;
    }
    const [first, ...others] = context.pages();
    await Promise.all(others.map((page) => page.close()));
    if (first) {
        first.removeAllListeners();
        await first.unrouteAll({ behavior: 'ignoreErrors' });
        await first.emulateMedia({ media: null });
        await first.goto('about:blank');
        first.taken = false;
    }
    await context.clearCookies();
    context.way.callers.forEach((caller) => caller.destroy());
    free.push(context);
}

/** One person's browser, empty: what their machine is. Left when its test ends, or before by `close()`. */
export async function browser({ js = true, size = WIDE } = {}) {
    const context = await profile(js);
    people += 1;
    context.way.from = `127.${64 + (process.pid >> 8) % 128}.${process.pid % 256}.${1 + people % 250}`;
    context.size = size;
    open.add(context);
    return context;
}

/** A new tab whose console and failures are watched. */
export async function tab(context) {
    const left = context.pages().find((page) => page.taken === false);
    const page = left ?? await context.newPage();
    page.taken = true;
    page.complaints = [];
    page.html = null;
    page.answer = null;
    if (page.viewportSize()?.width !== context.size.width || page.viewportSize().height !== context.size.height) {
        await page.setViewportSize(context.size);
    }
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) {
            page.complaints.push(`console: ${message.text()} (${message.location().url})`);
        }
    });
    page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
    page.on('requestfailed', (request) => {
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
            page.complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
        }
    });
    page.on('response', (response) => {
        const request = response.request();
        if (request.isNavigationRequest() && request.frame() === page.mainFrame() &&
            (response.status() < 300 || response.status() > 399)) {
            page.answer = response;
            page.html = response.text().catch(() => null);
        } else if (response.status() >= 400) {
            page.complaints.push(`${response.status()} ${response.url()}`);
        }
    });
    return page;
}

// ---- a test, and what is left of one that failed

const logs = () => (process.env.PORTAIL_LOG ? readdirSync(process.env.PORTAIL_LOG)
    .filter((name) => /^portal-.*\.log$/.test(name)).map((name) => join(process.env.PORTAIL_LOG, name)) : []);
const sizes = () => new Map(logs().map((file) => [file, statSync(file).size]));

function writtenSince(before) {
    return logs().map((file) => {
        const from = Math.max(before.get(file) ?? 0, statSync(file).size - (256 << 10));
        const bytes = Buffer.alloc(Math.max(0, statSync(file).size - from));
        const fd = openSync(file, 'r');
        readSync(fd, bytes, 0, bytes.length, from);
        closeSync(fd);
        return `== ${file}\n${bytes}`;
    }).join('\n');
}

async function keep(name, error, before) {
    const folder = join(process.env.PORTAIL_VAR, 'failed', (process.env.PORTAIL_TASK ?? 'e2e').replace('/', '-'),
        name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60));
    mkdirSync(folder, { recursive: true });
    let n = 0;
    const said = [`${error.stack ?? error}`];
    for (const page of [...open].flatMap((context) => context.pages())) {
        n += 1;
        said.push(`page ${n}: ${page.url()}`, ...page.complaints ?? []);
        await page.screenshot({ path: join(folder, `${n}.png`), fullPage: true, timeout: 5000 }).catch(() => {});
        await within(page.content(), 5, 'its content').then((html) => writeFileSync(join(folder, `${n}.html`), html))
            .catch(() => {});
    }
    writeFileSync(join(folder, 'why.txt'), `${said.join('\n')}\n`);
    writeFileSync(join(folder, 'portal.log'), writtenSince(before));
}

const SECONDS = 240; // of one test: the longest takes a sixth of it

/** What it gives, or a failure that names what did not come: a browser may leave a question unanswered. */
export const within = (promise, seconds, what) => Promise.race([promise, sleep(seconds * 1000, null, { ref: false })
    .then(() => { throw new Error(`${what}: not within ${seconds} s`); })]);

/** A test of node:test; it closes what it opened, and ends. Options as there. */
export function test(name, options, body = options) {
    nodeTest(name, body === options ? {} : options, async (t) => {
        const before = sizes();
        try {
            await within(body(t), SECONDS, 'the end of the test');
        } catch (error) {
            await keep(name, error, before);
            throw error;
        } finally {
            for (const context of [...open]) {
                await within(leave(context), 60, 'its browser closed');
            }
        }
    });
}
after(() => chrome?.close());
