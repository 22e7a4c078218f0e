// desk_asides.test.mjs - a mail that the portal does not understand, from the server's pipe to the desk: an
// administrator reads it and marks it as dealt with. And an answer, which stands in its request.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHONE, WIDE, browser, once, press, tab, test, visit } from './helpers.mjs';
import { member } from './staff_session.mjs';
import { sql } from './wizard.mjs';

const conf = process.env.PORTAIL_CONF;

// The address that the portal signs for the mail of that row, or for a request ('demande'), made by somebody else
// (HKDF, RFC 5869).
function signed(id, word = 'bounce') {
    const path = /^master_key_file *= *(.+)$/m.exec(readFileSync(conf, 'utf8'))[1].trim();
    const master = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
    const hmac = (key, ...parts) => parts.reduce((h, part) => h.update(part), createHmac('sha256', key)).digest();
    const key = hmac(hmac('portail-movsc/1', master), 'bounce', Buffer.from([1]));
    const said = word === 'bounce' ? String(id) : `${word}:${id}`;
    return `${word}+${id}-${hmac(key, said).subarray(0, 8).toString('hex')}@portail.example`;
}

/** portal-admin bounce, as a mail server's alias runs it. */
function comes(mail) {
    const program = ['sbin', 'bin'].map((dir) => join(process.env.PORTAIL_APP, dir, 'portal-admin'))
        .find(existsSync);
    return execFileSync(program, ['--config', conf, 'bounce'], { input: mail, encoding: 'utf8' });
}

test('a mail that nobody understood is read by an administrator, and dealt with', async () => {
    const said = comes(`From: Robot <robot@mx.example>\r\nTo: ${signed(987654321)}\r\nSubject: Avis ${once}\r\n`
        + 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
        + `Le ticket <b>${once}</b> est ouvert, voir https://mx.example/ticket/aussi-long-qu-il-peut-l-etre-`
        + `${'x'.repeat(120)}\r\n`);
    assert.match(said, /mis de côté/);
    for (const [options, name] of [[{ size: PHONE }, 'telephone'], [{ size: WIDE }, 'large']]) {
        const page = await tab(await browser(options));
        await member(page, ['admin'], 'Noor Petit');
        await visit(page, '/gestion/courriels-recus', { name: `gestion-courriels-${name}` });
        const id = sql(`SELECT public_id FROM mail_aside WHERE reason = 'report' ORDER BY id DESC LIMIT 1`);
        await visit(page, `/gestion/courriels-recus/${id}`, { name: `gestion-courriel-${name}` });
        await page.getByText(`Avis ${once}`).waitFor();
        assert.equal(await page.locator('main b').count(), 0, 'a tag in a mail is text');
        assert.equal(await page.locator('main a[href*="mx.example"]').count(), 0, 'an address in a mail is no link');
        if (name !== 'large') continue;
        await press(page, 'Marquer comme traité', { name: 'gestion-courriels-traite' });
        assert.match(page.url(), /\/gestion\/courriels-recus\?fait=1$/);
        await page.getByRole('row', { name: /Traité par Noor Petit/ }).first().waitFor();
        assert.equal(sql(`SELECT done_at IS NOT NULL FROM mail_aside WHERE public_id = '${id}'`), '1');
            }
});

test('a report for a mail that is long gone asks nobody for anything', () => {
    const before = sql('SELECT COUNT(*) FROM mail_aside');
    assert.match(comes(`Return-Path: <>\r\nTo: ${signed(987654321)}\r\nMIME-Version: 1.0\r\n`
        + 'Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\n'
        + 'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; '
        + 'a@b.fr\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B--\r\n'), /noté/);
    assert.equal(sql('SELECT COUNT(*) FROM mail_aside'), before);
});

test('an answer by mail stands in its request, with what is known of it', async () => {
    const email = `reponse-${once}@exemple.fr`;
    sql(`INSERT INTO quote_request (public_id, reference, kind, payer, programme_id, name, email, idempotency_key, state,
        created_at) SELECT LEFT(CONCAT('mail', MD5('${email}')), 22), LEFT(CONCAT('M-', MD5('${email}')), 11), 'quote',
        'employer', MIN(id), 'Camille ${once}', '${email}', 'mail-${email}', 'sent', UTC_TIMESTAMP() FROM programme`);
    const [id, request] = sql(`SELECT id, public_id FROM quote_request WHERE email = '${email}'`).split('\t');
    const about = (word, head, body) => comes(`From: Camille <${word}@exemple.fr>\r\nTo: ${signed(id, 'demande')}\r\n`
        + `Message-ID: <${word}-${once}@exemple.fr>\r\nMIME-Version: 1.0\r\n${head}\r\n${body}`);
    assert.match(about('camille', 'Subject: Re: Votre devis\r\nContent-Type: multipart/mixed; boundary=M\r\n',
        '--M\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        + 'C=92est d=92accord pour 10 005 =80.\r\n--M\r\nContent-Type: application/pdf; name="bon de commande '
        + `${'très long '.repeat(6).trim()}.pdf"\r\n\r\n${'x'.repeat(5000)}\r\n--M\r\nContent-Type: text/plain; `
        + `charset=utf-8\r\n\r\nSans le module, merci. ${'aussi-long-qu-il-peut-l-etre-'.repeat(8)}\r\n--M--\r\n`), /rangée/);
    assert.match(about('absente', 'Subject: Absence du bureau\r\nContent-Type: text/plain; charset=utf-8\r\n',
        'Je suis absente jusqu’au 15.\r\n'), /automatique/);
    assert.equal(sql(`SELECT state FROM quote_request WHERE id = ${id}`), 'waiting');
    sql(`UPDATE quote_message SET mark = 'unvouched' WHERE request_id = ${id} AND body LIKE 'C’est%'`);
    const message = sql(`SELECT MIN(id) FROM quote_message WHERE request_id = ${id}`);
    for (const [options, name] of [[{ size: PHONE, js: false }, 'telephone'], [{ size: WIDE }, 'large']]) {
        const page = await tab(await browser(options));
        await member(page, ['quotes'], 'Noor Petit');
        await visit(page, `/gestion/devis/${request}`, { name: `gestion-reponse-${name}` });
        const thread = page.locator('.desk-thread');
        await thread.getByText('C’est d’accord pour 10 005 €.').waitFor();
        await thread.getByText('Message automatique').waitFor();
        await thread.getByText('Expéditeur non vérifié').waitFor();
        await thread.getByText('Le courriel entier est gardé, chiffré, jusqu’au').first().waitFor();
        await visit(page, `/gestion/devis/${request}/messages/${message}`, { name: `gestion-message-${name}` });
        await page.getByText('C’est d’accord pour 10 005 €.').waitFor();
        await page.getByRole('link', { name: /^Demande M-/ }).waitFor();
    }
});
