// https.test.mjs - production.conf.example as it is, but for ports, paths and certificate: a second
// nginx before the same workers.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const sources = join(dirname(fileURLToPath(import.meta.url)), '../../nginx');
const name = 'candidature.example.fr';
let folder;
let child;
let plain;
let secure;

const freePort = () => new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => done(port));
    });
});

before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portail-https-'));
    [plain, secure] = [await freePort(), await freePort()];
    cpSync(join(sources, 'common'), join(folder, 'common'), { recursive: true });
    mkdirSync(join(folder, 'tmp'));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
        '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`,
        '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
    const portal = readFileSync(join(sources, 'production.conf.example'), 'utf8')
        .replace(/^ +listen \[::\]:.*\n/gm, '')
        .replaceAll('listen 80', `listen 127.0.0.1:${plain}`)
        .replaceAll('listen 443', `listen 127.0.0.1:${secure}`)
        .replace(/\/etc\/letsencrypt\S*fullchain.pem/, join(folder, 'cert.pem'))
        .replace(/\/etc\/letsencrypt\S*privkey.pem/, join(folder, 'key.pem'))
        .replace(/ +ssl_stapling.*\n/g, '') // asks an issuer, and this certificate has none
        .replace(/\/run\/portail-movsc\/(\w+)\.sock/g, join(process.env.PORTAIL_RUN, 'web/$1/sock'))
        .replace('/usr/local/share/portail-movsc', join(process.env.PORTAIL_APP, 'share/portail-movsc'))
        .replace('/run/portail-corps', join(folder, 'tmp/body'))
        .replaceAll('/var/log/nginx', folder)
        .replaceAll('/var/log/portail-movsc', folder);
    const user = process.getuid() === 0 ? 'user www-data;' : '';
    // Around it, what Debian 12's own nginx.conf says: old protocols included.
    writeFileSync(join(folder, 'nginx.conf'), `${user} daemon off; pid ${folder}/pid;
        events {} http { include /etc/nginx/mime.types; sendfile on; tcp_nopush on;
        types_hash_max_size 2048; default_type application/octet-stream; gzip on;
        ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on;
        access_log ${folder}/access.log;
        ${['fastcgi', 'proxy', 'uwsgi', 'scgi'].map((k) => `${k}_temp_path ${folder}/tmp/${k};`).join(' ')}
        ${portal} }`);
    child = spawn('nginx', ['-e', join(folder, 'start.log'), '-c', join(folder, 'nginx.conf')],
        { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    for (let i = 0; i < 50; i += 1) {
        const up = await new Promise((done) => {
            const socket = net.connect(secure, '127.0.0.1', () => { socket.destroy(); done(true); });
            socket.on('error', () => done(false));
        });
        if (up) {
            return;
        }
        await sleep(100);
    }
    assert.fail(readFileSync(join(folder, 'start.log'), 'utf8'));
});
after(async () => {
    child.kill('SIGQUIT');
    await new Promise((done) => child.on('exit', done));
    rmSync(folder, { recursive: true, force: true });
});

const ask = (module, port, path, host, more = {}) => new Promise((done, failed) => {
    const request = module.request({ host: '127.0.0.1', port, path, agent: false, servername: host,
        headers: { host }, ca: readFileSync(join(folder, 'cert.pem')), ...more }, (response) => {
        response.resume().on('end', () => done(response));
    });
    request.on('error', failed);
    request.end();
});
const handshake = (version) => new Promise((done, failed) => {
    const socket = tls.connect({ host: '127.0.0.1', port: secure, servername: name,
        minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0',
        ca: readFileSync(join(folder, 'cert.pem')) }, () => {
        done(socket.getProtocol());
        socket.destroy();
    });
    socket.on('error', failed);
});

test('https says HSTS for two years, subdomains included, on pages and on errors', async () => {
    for (const [path, status] of [['/sante', 200], ['/gestion/connexion', 200], ['/nulle-part', 404], ['/static/absent', 404]]) {
        const answer = await ask(https, secure, path, name);
        assert.equal(answer.statusCode, status, path);
        assert.equal(answer.headers['strict-transport-security'], 'max-age=63072000; includeSubDomains');
        assert.match(answer.headers['content-security-policy'], /^default-src 'none'/);
    }
});

test('http only sends on to https', async () => {
    const answer = await ask(http, plain, '/devis?x=1', name);
    assert.equal(answer.statusCode, 301);
    assert.equal(answer.headers.location, `https://${name}/devis?x=1`);
});

test('TLS 1.2 and 1.3, nothing older', async () => {
    assert.equal(await handshake('TLSv1.2'), 'TLSv1.2');
    assert.equal(await handshake('TLSv1.3'), 'TLSv1.3');
    await assert.rejects(handshake('TLSv1.1'));
});

// Three servers there, and Debian's own nginx.conf around them: an address stands in one log, and a link
// that was typed without its https stands nowhere.
test('no log but one holds an address, and none a secret', async () => {
    const token = `Zq3-${'kX9'.repeat(9)}`;
    await ask(https, secure, `/devis/${token}/${token}?cle=${token}`, name);
    await ask(http, plain, `/devis/${token}/${token}?cle=${token}`, name);
    await assert.rejects(ask(http, plain, `/lien/${token}/${token}`, 'autre.example.fr'));
    await assert.rejects(ask(https, secure, '/', 'autre.example.fr', { rejectUnauthorized: false }));
    const lines = () => readFileSync(join(folder, 'sources.log'), 'utf8').split('\n').slice(0, -1);
    for (let i = 0; i < 50 && lines().length < 3; i += 1) {
        await sleep(100);
    }
    assert.ok(lines().length >= 3, 'each server writes there');
    for (const line of lines()) {
        const said = JSON.parse(line);
        assert.deepEqual(Object.keys(said), ['time', 'address', 'port', 'request']);
        assert.equal(said.address, '127.0.0.1');
        assert.match(said.port, /^\d+$/);
        assert.match(said.request, /^[0-9a-f]{32}$/);
    }
    const logs = readdirSync(folder).filter((file) => /\.log$/.test(file));
    assert.ok(logs.includes('portail.log') && logs.includes('access.log'), `${logs}`);
    for (const file of logs) {
        const text = readFileSync(join(folder, file), 'utf8');
        assert.doesNotMatch(text, new RegExp(token), file);
        if (file !== 'sources.log') {
            assert.doesNotMatch(text, /127\.0\.0\.1/, file);
        }
    }
    assert.match(readFileSync(join(folder, 'portail.log'), 'utf8'), /"path":"\/devis\/\*\/\*","status":301/);
});

test('another name gets no answer', async () => {
    await assert.rejects(ask(https, secure, '/', 'autre.example.fr', { rejectUnauthorized: false }));
    await assert.rejects(ask(http, plain, '/', 'autre.example.fr'));
});
