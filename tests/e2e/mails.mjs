// mails.mjs - the mails that the portal sent, as the catcher keeps them: a file each, read by mail.py.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.PORTAIL_MAIL;
// A mail is parsed once: what a mail says does not change. { path: mail }
const parsed = new Map();
const head = new Map(); // { path: its first lines }: most mails are another test's

const speaksOf = (file, address) => {
    if (!head.get(file)?.includes('\nto:')) {
        head.set(file, readFileSync(file, 'latin1').slice(0, 8192).toLowerCase());
    }
    return head.get(file).includes(address);
};

/** Every mail to `address`, oldest first. */
export function mailsTo(address) {
    const wanted = address.toLowerCase();
    const files = readdirSync(folder).filter((n) => n.endsWith('.eml')).map((n) => join(folder, n))
        .filter((file) => speaksOf(file, wanted));
    const unread = files.filter((file) => !parsed.has(file));
    if (unread.length > 0) {
        for (const one of JSON.parse(execFileSync('python3', [join(here, 'mail.py'), ...unread],
            { encoding: 'utf8', maxBuffer: 256 << 20, timeout: 60000 }))) {
            // what is still being written has faults: it is read again
            if (one.defects.length === 0 || Date.now() - statSync(one.path).mtimeMs > 2000) {
                parsed.set(one.path, { ...one, at: statSync(one.path).mtimeMs });
            }
        }
    }
    return files.map((file) => parsed.get(file)).filter((one) =>
        one?.to.some((to) => to.toLowerCase() === wanted)).sort((a, b) => a.at - b.at);
}

// portal-jobs looks every second, and at once when it is told to.
function hurry() {
    const [pid] = readFileSync(join(process.env.PORTAIL_RUN, 'portal-jobs.pid'), 'utf8').split(' ');
    process.kill(Number(pid), 'SIGUSR1');
}

/** Waits until `found()` gives something, looking again whenever a mail has come. */
export async function untilMail(found, seconds, what) {
    let come = () => {};
    const watcher = watch(folder, () => come());
    try {
        hurry();
        for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
            const next = new Promise((done) => { come = done; });
            const got = found();
            if (got) return got;
            await Promise.race([next, sleep(1000)]);
        }
    } finally {
        watcher.close();
    }
    return assert.fail(`${what} within ${seconds} s`);
}

/**
 * Waits for the n-th mail (from 1) to `address` that is `about` something: its subject matches, or the
 * function says so, as one must for an address that others' mails reach too. Checks that it is sound.
 */
export async function mail(address, about = /./, n = 1, seconds = 60) {
    const is = about instanceof RegExp ? (m) => about.test(m.subject) : about;
    const got = await untilMail(() => mailsTo(address).filter(is)[n - 1],
        seconds, `no mail ${n} to ${address} matching ${about}`);
    assert.deepEqual(got.defects, [], 'a well-formed mail');
    const files = got.files.map((f) => f.type);
    assert.equal(got.type, files.length ? 'multipart/mixed' : 'multipart/alternative');
    assert.deepEqual(got.parts, ['text/plain', 'text/html', ...files]);
    assert.equal(got.headers['auto-submitted'], 'auto-generated');
    assert.ok(got.longest <= 998, 'lines of 998 bytes at most');
    return got;
}
